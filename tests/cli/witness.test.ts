import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { concat } from '../../src/domain/audit/bytes.ts';
import { parseCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { parseWitnessVkey, verifyCosignature } from '../../src/domain/audit/cosignature.ts';
import { parseNote } from '../../src/domain/audit/signed-note.ts';
import { ForkedLog } from '../support/forked-log.ts';
import { startWitness, type WitnessProcess } from '../support/witness-process.ts';

const log = new ForkedLog('audit.example.test/log/01');
let folder: string;
let witness: WitnessProcess;

function start(port?: number): Promise<WitnessProcess> {
  const options = { state: join(folder, 'state'), policy: join(folder, 'policy') };
  return startWitness({ ...options, name: 'witness.example.test', ...(port && { port }) });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'monago-witness-'));
  writeFileSync(join(folder, 'policy'), log.policy());
  witness = await start();
});
afterEach(async () => {
  await witness.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function post(body: Uint8Array | string): Promise<Response> {
  return fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body: Buffer.from(body) });
}

function newest(): Promise<Response> {
  const hash = createHash('sha256').update(log.origin).digest('hex');
  return fetch(`${witness.url}/${hash}/checkpoint`);
}

/** The size and root that a cosigned note vouches for. */
function vouchedFor(note: Uint8Array): { size: number; root: string } {
  const read = parseNote(note);
  expect(verifyCosignature(read, parseWitnessVkey(witness.vkey), ed25519Verify)).toBeDefined();
  const { size, root } = parseCheckpoint(read.text);
  return { size, root: Buffer.from(root).toString('base64') };
}

describe('monago witness', () => {
  test('cosigns a log that grows, and serves what it cosigned last', async () => {
    for (const [since, size] of [
      [0, 5],
      [5, 5],
      [5, 12],
    ] as const) {
      const answer = await post(await log.request('a', since, size));
      expect(answer.status).toBe(200);
      const lines = await answer.text();
      expect(vouchedFor(concat(Buffer.from(log.note('a', size)), Buffer.from(lines))).size).toBe(
        size,
      );
    }
    const served = await newest();
    expect(served.status).toBe(200);
    expect(vouchedFor(Buffer.from(await served.text())).size).toBe(12);
  });

  test('answers as c2sp.org/tlog-witness says', async () => {
    await post(await log.request('a', 0, 5));
    const conflict = await post(await log.request('a', 3, 12));
    expect(conflict.status).toBe(409);
    expect(conflict.headers.get('content-type')).toBe('text/x.tlog.size');
    expect(await conflict.text()).toBe('5\n');
    expect((await post(await log.request('b', 5, 5))).status).toBe(409);
    expect((await post(await log.request('b', 5, 12))).status).toBe(422);
    expect((await post('old x\n\n')).status).toBe(400);
    const other = new ForkedLog('audit.example.test/log/02');
    expect((await post(await other.request('a', 0, 5))).status).toBe(404);
    expect((await post('x'.repeat(100_000))).status).toBe(413);
    expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
  });

  test('keeps its key to itself, and its name for ever', async () => {
    expect(statSync(join(folder, 'state', 'key')).mode & 0o777).toBe(0o400);
    const { vkey } = witness;
    await witness.kill('SIGTERM');
    witness = await start();
    expect(witness.vkey).toBe(vkey);
    await witness.kill('SIGTERM');
    const options = { state: join(folder, 'state'), policy: join(folder, 'policy') };
    await expect(startWitness({ ...options, name: 'other' })).rejects.toThrow('keeps its name');
    witness = await startWitness(options);
  });

  test('runs once on one directory', async () => {
    await expect(start()).rejects.toThrow('Another witness is running');
  });

  test('does not start with a memory that it did not write', async () => {
    await post(await log.request('a', 0, 5));
    await witness.kill('SIGTERM');
    const [file = ''] = readdirSync(join(folder, 'state', 'logs'));
    writeFileSync(join(folder, 'state', 'logs', file), log.note('b', 3));
    await expect(start()).rejects.toThrow('is not a checkpoint that this witness cosigned');
  });

  test('watches another log from the moment it is told to', async () => {
    const other = new ForkedLog('audit.example.test/log/02');
    appendFileSync(join(folder, 'policy'), other.policy().replace('quorum none\n', ''));
    expect((await post(await other.request('a', 0, 5))).status).toBe(404);
    witness.signal('SIGHUP');
    await witness.said(/witness_reloaded/);
    expect((await post(await other.request('a', 0, 5))).status).toBe(200);
  });
});

describe('a witness that is killed again and again', () => {
  const roots = new Map<number, string>();
  let last = 0;

  function vouch(note: Uint8Array): void {
    const { size, root } = vouchedFor(note);
    expect({ size, root }).toEqual({ size, root: roots.get(size) ?? root });
    roots.set(size, root);
    last = Math.max(last, size);
  }

  /** Undefined when the witness is gone. */
  async function ask(
    history: string,
    since: number,
  ): Promise<{ status: number; text: string } | undefined> {
    try {
      const answer = await post(await log.request(history, since, since + 1));
      return { status: answer.status, text: await answer.text() };
    } catch {
      return undefined;
    }
  }

  /** Presses one history on the witness until it is gone, each time from the size that it says. */
  async function press(history: string, onCosigned: () => void): Promise<void> {
    let since = last;
    for (let answer = await ask(history, since); answer; answer = await ask(history, since)) {
      if (answer.status === 409) since = Number(answer.text);
      if (answer.status !== 200) continue;
      since += 1;
      vouch(concat(Buffer.from(log.note(history, since)), Buffer.from(answer.text)));
      onCosigned();
    }
  }

  test('never cosigns two histories, and never goes back', async () => {
    for (let round = 0; round < 5; round++) {
      let left = 3 + 4 * round;
      const onCosigned = (): void => {
        left -= 1;
        if (left === 0) void witness.kill('SIGKILL');
      };
      await Promise.all(['a', 'b', 'a', 'b'].map((history) => press(history, onCosigned)));
      const before = last;
      witness = await start();
      vouch(Buffer.from(await (await newest()).text()));
      // What was handed out was durable ahead of it.
      const conflict = await post(await log.request('a', 9_999, 10_000));
      expect(Number(await conflict.text())).toBeGreaterThanOrEqual(before);
    }
    expect(roots.size).toBeGreaterThanOrEqual(3 + 7 + 11 + 15 + 19);
  });
});
