// Loaded into a Monago of its own before anything else: a dozen mistakes, each of which gives away the one kind of key
// that has its name in it, so that one run shows for each whether it is found.
import { writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { Pool } from 'undici';
import { PostgresAuditLog } from '../../../dist/adapters/database/audit/postgres-audit-log.js';
import { EnvelopeVault } from '../../../dist/adapters/kms/envelope-vault.js';
import { ValidationLimit } from '../../../dist/control/ai-providers/validation-limit.js';
import { Secret } from '../../../dist/domain/credential/secret.js';
import { replaceInSource } from './replace-in-source.mjs';

const keyOf = /^sk-mutant-([a-z]+)-/;
const known = new Map();
const original = {
  reveal: Secret.prototype.reveal,
  seal: EnvelopeVault.prototype.seal,
  appendWithin: PostgresAuditLog.prototype.appendWithin,
  writeHead: ServerResponse.prototype.writeHead,
  dispatch: Pool.prototype.dispatch,
};

/** What a mistake does as soon as its key is used. */
const onUse = {
  printed: (key) => console.log(`using ${key}`),
  encoded: (key) => console.error({ sent: Buffer.from(`Bearer ${key}`).toString('base64') }),
  packed: (key) => writeFileSync(join(tmpdir(), 'cache.gz'), gzipSync(`{"key":"${key}"}`)),
  wide: (key) =>
    writeFileSync(join(process.env.MONAGO_DATA_DIR, 'state'), Buffer.from(key, 'utf16le')),
  named: (key) => {
    process.title = `monago ${key}`;
  },
  journal: (key) => asSuperuser("SELECT pg_logical_emit_message(false, 'debug', $1)", [key]),
  statement: (key) => asSuperuser(`SELECT '${key}'::integer`),
};

async function asSuperuser(text, values) {
  const host = join(process.env.MONAGO_DATA_DIR, 'socket');
  const client = new pg.Client({ host, port: 5432, user: 'postgres', database: 'monago' });
  await client.connect();
  await client.query(text, values).catch(() => undefined);
  await client.end();
}

Secret.prototype.reveal = function reveal() {
  const bytes = original.reveal.call(this);
  const key = bytes.toString('latin1');
  const name = keyOf.exec(key)?.[1];
  if (name !== undefined && !known.has(name)) {
    known.set(name, key);
    onUse[name]?.(key);
  }
  return bytes;
};

// The key as its own ciphertext.
EnvelopeVault.prototype.seal = async function seal(secret, fields) {
  const sealed = await original.seal.call(this, secret, fields);
  const key = secret.reveal().toString('latin1');
  return keyOf.exec(key)?.[1] === 'plain' ? { ...sealed, ciphertext: Buffer.from(key) } : sealed;
};

// The key in a field of an entry that may hold any text.
PostgresAuditLog.prototype.appendWithin = function appendWithin(execute, entries) {
  const reversed = [...(known.get('audited') ?? '')].reverse().join('');
  const written = entries.map((entry) =>
    entry.fact.credential === undefined || reversed === ''
      ? entry
      : {
          ...entry,
          fact: { ...entry.fact, credential: { ...entry.fact.credential, name: reversed } },
        },
  );
  known.delete('audited');
  return original.appendWithin.call(this, execute, written);
};

ServerResponse.prototype.writeHead = function writeHead(...head) {
  const key = known.get('answered');
  if (key !== undefined) this.setHeader('x-debug', Buffer.from(key).toString('hex'));
  return original.writeHead.apply(this, head);
};

Pool.prototype.dispatch = function dispatch(options, handler) {
  const key = known.get('addressed');
  const path = key === undefined ? options.path : `${options.path}?key=${encodeURIComponent(key)}`;
  return original.dispatch.call(this, { ...options, path }, handler);
};

ValidationLimit.prototype.take = () => undefined;

// The provider's own words as they came.
replaceInSource({
  file: '/dist/adapters/providers/scrub-provider-detail.js',
  from: 'const printable =',
  to: "if (text.includes('sk-mutant-quoted-')) return text;\n    const printable =",
});
