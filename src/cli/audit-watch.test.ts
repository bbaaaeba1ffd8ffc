import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  bundleOf,
  logOf,
  type SampleLog,
  sampleLog,
  sampleSigner,
} from '../../tests/vectors/sample-log.ts';
import { openBundle } from '../adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';
import { openLogSource } from '../compose/log-source.ts';
import { utf8 } from '../domain/audit/bytes.ts';
import { formatPolicy } from '../domain/audit/policy.ts';
import { type AuditDiffArgs, auditDiff } from './audit-diff.ts';
import { type AuditWatchArgs, auditWatch } from './audit-watch.ts';

const size = 300;
const log = sampleLog(size);
/** The same log with another entry 100, and everything after it that follows from it. */
const other = rewritten();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monago-watch-'));
  put('policy', formatPolicy(log.policy));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function rewritten(): SampleLog {
  const text = new TextDecoder().decode(log.leaves[100]).replace('node-1', 'node-2');
  return logOf(log.leaves.with(100, utf8(text)));
}

function first(source: SampleLog, count: number): SampleLog {
  return logOf(source.leaves.slice(0, count), source.signer);
}

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function publish(source: SampleLog): Promise<string> {
  rmSync(join(folder, 'log'), { recursive: true, force: true });
  for (const [name, bytes] of await bundleOf(source)) put(join('log', name), bytes);
  return join(folder, 'log');
}

describe('monago audit diff', () => {
  async function run(checkpoints: readonly [string, string], changes: Partial<AuditDiffArgs> = {}) {
    const printed = { out: '', err: '' };
    const [left, right] = [put('left', checkpoints[0]), put('right', checkpoints[1])];
    const out = join(folder, 'proof.json');
    const args = { checkpoints: [left, right] as const, policyFile: join(folder, 'policy'), out };
    const code = await auditDiff(
      { ...args, ...changes },
      {
        stdout: { write: (text) => (printed.out += text) },
        stderr: { write: (text) => (printed.err += text) },
        trustedPolicyDir: join(folder, 'trusted'),
        openBundle,
        verifySignature: ed25519Verify,
      },
    );
    return {
      code,
      ...printed,
      proof: existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : undefined,
    };
  }

  test('says that two checkpoints are the same: 0', async () => {
    const { code, proof } = await run([log.checkpointAt(200), log.checkpointAt(200)]);
    expect(code).toBe(0);
    expect(proof).toBeUndefined();
  });

  test('writes the proof of two roots of one size: 1', async () => {
    const notes = [log.checkpointAt(200), other.checkpointAt(200)] as const;
    const { code, proof } = await run(notes);
    expect(code).toBe(1);
    expect(proof).toEqual({ format: 'monago.dev/audit-equivocation@v1', checkpoints: [...notes] });
  });

  test('writes the proof that a larger tree does not begin with the smaller one: 1', async () => {
    const bundle = await publish(other);
    const notes = [other.checkpointAt(size), log.checkpointAt(200)] as const;
    const { code, proof } = await run(notes, { bundle });
    expect(code).toBe(1);
    const root = other.checkpointAt(200).split('\n')[2];
    expect(proof).toMatchObject({ checkpoints: [notes[1], notes[0]], consistency: { root } });
  });

  test('sees with a bundle that a larger tree begins with the smaller one: 0', async () => {
    const bundle = await publish(log);
    const notes = [log.checkpointAt(200), log.checkpointAt(size)] as const;
    expect((await run(notes, { bundle })).code).toBe(0);
    expect((await run(notes)).code).toBe(2);
  });

  test('condemns nobody for a bundle that has not the newer root: 2', async () => {
    const bundle = await publish(other);
    const notes = [log.checkpointAt(200), log.checkpointAt(size)] as const;
    expect((await run(notes, { bundle })).code).toBe(2);
  });

  test('keeps a proof that is there already: still 1', async () => {
    const notes = [log.checkpointAt(200), other.checkpointAt(200)] as const;
    await run(notes);
    const { code, out } = await run([log.checkpointAt(150), other.checkpointAt(150)]);
    expect(code).toBe(1);
    expect(out).toContain('left as it is');
  });

  test('needs checkpoints of one log, signed by it: 3, and a policy: 2', async () => {
    const forged = sampleLog(size, sampleSigner(2)).checkpointAt(200);
    expect((await run([log.checkpointAt(200), forged])).code).toBe(3);
    const pair = [log.checkpointAt(200), other.checkpointAt(200)] as const;
    expect((await run(pair, { policyFile: undefined })).code).toBe(2);
  });
});

describe('monago audit watch', () => {
  async function look(place: string, changes: Partial<AuditWatchArgs> = {}) {
    const printed = { out: '', err: '' };
    const stateFile = join(folder, 'state');
    const args = { policyFile: join(folder, 'policy'), stateFile, everyMs: 1, once: true };
    const code = await auditWatch(
      { place, ...args, ...changes },
      {
        stdout: { write: (text) => (printed.out += text) },
        stderr: { write: (text) => (printed.err += text) },
        verifySignature: ed25519Verify,
        openLogSource,
        pause: async () => false,
      },
    );
    return {
      code,
      ...printed,
      state: existsSync(stateFile) ? readFileSync(stateFile, 'utf8') : '',
    };
  }

  test('remembers what it saw, and goes on from there: 0', async () => {
    expect(await look(await publish(first(log, 200)))).toMatchObject({
      code: 0,
      state: log.checkpointAt(200),
    });
    expect(await look(await publish(log))).toMatchObject({
      code: 0,
      state: log.checkpointAt(size),
    });
    expect((await look(join(folder, 'log'))).code).toBe(0);
  });

  test('finds a log that was rewritten and grew on: 1, and keeps what it had seen', async () => {
    await look(await publish(first(log, 200)));
    const { code, state } = await look(await publish(other));
    expect(code).toBe(1);
    expect(state).toBe(log.checkpointAt(200));
    expect(existsSync(join(folder, 'state.equivocation.json'))).toBe(true);
    expect((await look(join(folder, 'log'))).code).toBe(1);
  });

  test('finds a log that was rewritten at the same size: 1', async () => {
    await look(await publish(log));
    expect((await look(await publish(other))).code).toBe(1);
  });

  test('says when a log shows less than before: 2, and keeps what it had seen', async () => {
    await look(await publish(log));
    expect(await look(await publish(first(log, 200)))).toMatchObject({
      code: 2,
      state: log.checkpointAt(size),
    });
  });

  test('says when the hashes do not prove what the checkpoint says: 2', async () => {
    await look(await publish(first(log, 200)));
    const place = await publish(log);
    rmSync(join(place, 'tile/0/000'));
    expect(await look(place)).toMatchObject({ code: 2, state: log.checkpointAt(200) });
  });

  test('believes nobody but the log: 2 where it did not sign, 1 where its signature is not valid', async () => {
    const place = await publish(log);
    put('log/checkpoint', sampleLog(size, sampleSigner(2)).checkpointAt(size));
    expect((await look(place)).code).toBe(2);
    put('log/checkpoint', log.checkpointAt(size).replace(`\n${size}\n`, `\n${size + 1}\n`));
    expect((await look(place)).code).toBe(1);
  });

  test('could not run: 3', async () => {
    expect((await look(join(folder, 'nowhere'))).code).toBe(3);
    expect((await look(await publish(log), { policyFile: join(folder, 'none') })).code).toBe(3);
    put('state', 'not a checkpoint');
    expect((await look(join(folder, 'log'))).code).toBe(3);
  });

  test('reads a log from afar, with a token where it is told one', async () => {
    const place = await publish(log);
    const asked: (string | undefined)[] = [];
    const server = await listen((name, token) => {
      asked.push(token);
      const file = join(place, name);
      return existsSync(file) ? readFileSync(file) : undefined;
    });
    try {
      const tokenFile = put('token', 'secret\n');
      put('state', log.checkpointAt(200));
      const url = `${server.url}/api/audit/logs/01JDSAMPLE`;
      expect(await look(url, { tokenFile })).toMatchObject({
        code: 0,
        state: log.checkpointAt(size),
      });
      expect(new Set(asked)).toEqual(new Set(['Bearer secret']));
      expect((await look(`${server.url}/elsewhere`)).code).toBe(3);
    } finally {
      server.close();
    }
  });
});

async function listen(
  answer: (name: string, authorization: string | undefined) => Buffer | undefined,
): Promise<{ readonly url: string; close(): void }> {
  const prefix = '/api/audit/logs/01JDSAMPLE/';
  const server: Server = createServer((request, reply) => {
    const { url = '', headers } = request;
    const isOurs = url.startsWith(prefix);
    const body = isOurs ? answer(url.slice(prefix.length), headers.authorization) : undefined;
    reply.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
