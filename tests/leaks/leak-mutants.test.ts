import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../src/contract/endpoints.ts';
import type { Canary } from './canary.ts';
import { controlDrives } from './control-drives.ts';
import type { Form } from './encodings.ts';
import { Gate } from './gate.ts';
import { targetsOf } from './rows.ts';
import type { SinkKind } from './sinks.ts';
import { LeakSite } from './site.ts';
import { type FoundLeak, judge } from './verdict.ts';

interface Mutant {
  readonly name: string;
  readonly does: string;
  readonly kind: SinkKind;
  readonly sink: RegExp;
  readonly form: Form;
  readonly isPacked?: true;
}

/** Seeded mistakes (see child/leaking-monago.mjs) and where each has to be found. */
const mutants: readonly Mutant[] = [
  { name: 'printed', does: 'logs the key', kind: 'output', sink: /start 1/, form: 'raw' },
  {
    name: 'encoded',
    does: 'logs a header in base64',
    kind: 'output',
    sink: /start 1/,
    form: 'base64',
  },
  { name: 'answered', does: 'adds a header', kind: 'HTTP answers', sink: /^head of/, form: 'hex' },
  {
    name: 'quoted',
    does: 'quotes the provider',
    kind: 'HTTP answers',
    sink: /^answer 422/,
    form: 'raw',
  },
  {
    name: 'audited',
    does: 'writes it into the audit log',
    kind: 'HTTP answers',
    sink: /^answer 200 to GET \/api\/audit\/export/,
    form: 'reversed',
  },
  {
    name: 'plain',
    does: 'stores it unencrypted',
    kind: 'database',
    sink: /credential_version/,
    form: 'raw',
  },
  {
    name: 'packed',
    does: 'keeps a packed file',
    kind: 'files',
    sink: /^tmp\/cache\.gz/,
    form: 'raw',
    isPacked: true,
  },
  {
    name: 'wide',
    does: 'keeps a file in UTF-16',
    kind: 'files',
    sink: /^data\/state/,
    form: 'utf-16',
  },
  { name: 'journal', does: 'writes it ahead', kind: 'files', sink: /pg_wal\/0+1/, form: 'raw' },
  {
    name: 'statement',
    does: 'puts it into SQL',
    kind: 'files',
    sink: /postgres\.log$/,
    form: 'raw',
  },
  { name: 'named', does: 'names the process', kind: 'processes', sink: /^cmdline/, form: 'raw' },
  {
    name: 'addressed',
    does: 'asks with it in the query',
    kind: 'upstream requests',
    sink: /models/,
    form: 'raw',
  },
];

function keyFor(name: string): Canary {
  const prefix = `sk-mutant-${name}-`;
  return {
    name,
    text: prefix + randomBytes(24).toString('base64url'),
    publicLength: prefix.length,
    shownLength: 4,
    isEntrusted: true,
  };
}

describe('the gate finds what it is there for', () => {
  const keys = [...mutants.map(({ name }) => name), 'innocent'].map(keyFor);
  let site: LeakSite;
  let leaks: readonly FoundLeak[];

  beforeAll(async () => {
    const preload = new URL('./child/leaking-monago.mjs', import.meta.url);
    site = await LeakSite.open({ settings: { NODE_OPTIONS: `--import=${preload.href}` } });
    const gate = new Gate(site);
    for (const target of targetsOf(controlEndpoints, controlDrives)) {
      if (target.name === 'setup.complete') await gate.succeed(target);
    }
    for (const key of keys) await offer(key, gate);
    await gate.get('/api/audit/export');
    await site.keepLiveSinks();
    leaks = judge(await site.sinksAtRest(), keys).leaks;
  });

  afterAll(() => site?.close());

  async function offer({ name, text }: Canary, gate: Gate): Promise<void> {
    const isQuoted = name === 'quoted';
    if (isQuoted) quoteTheKey(text);
    const base_url = `${site.openai.url}/v1`;
    const credential = { provider: 'openai', name, api_key: text, base_url };
    const reply = await gate.post('/api/credentials', credential);
    expect(reply.status, name).toBe(isQuoted ? 422 : 201);
  }

  function quoteTheKey(key: string): void {
    const body = JSON.stringify({ error: { message: `You sent ${key}`, code: 'invalid_api_key' } });
    const headers = { 'content-type': 'application/json' };
    site.openai.script({ replay: { status: 401, headers, body } });
  }

  test.each(mutants)('a Monago that $does', ({ name, kind, sink, form, isPacked = false }) => {
    const found = leaks.filter(({ canary }) => canary === name);
    const expected = found.filter(
      (leak) =>
        leak.sink.kind === kind &&
        sink.test(leak.sink.name) &&
        leak.form === form &&
        leak.inArchive === isPacked,
    );
    expect(expected).not.toEqual([]);
  });

  test('and nothing of a key that no mistake is made with', () => {
    expect(leaks.filter(({ canary }) => canary === 'innocent')).toEqual([]);
  });
});
