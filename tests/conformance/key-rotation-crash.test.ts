import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { paceOf } from '../../src/adapters/kms/pace.ts';
import { rewrapAll } from '../../src/adapters/kms/rewrap.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { RewrapOrders } from './key-rewrap-process.ts';
import { openSecretsSite, type SecretsSite } from './sealed-secrets.ts';

const kills = 50;
const rowsPerSecondMax = 1_000;
/** A page takes at least 20 ms at this rate. */
const pagesMax = 3;
const withinPageMs = 20;
const script = join(import.meta.dirname, 'key-rewrap-process.ts');

let site: SecretsSite;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  site = await openSecretsSite(60, 20);
});

afterAll(async () => {
  await Promise.all([...children].map(kill));
  await site.close();
});

/** Resolves when the process has begun to re-wrap under the key, and has gone through so many pages. */
async function start(kekRef: string, pages: number): Promise<ChildProcess> {
  const { host, port } = inject('testServer');
  const orders: RewrapOrders = {
    server: { host, port },
    database: site.fresh.name,
    keys: site.keys.map(({ kid, key }) => ({ kid, base64: key.toString('base64') })),
    kekRef,
    rowsPerSecondMax,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  let dots = 0;
  await new Promise<void>((resolve) => {
    child.once('exit', resolve);
    child.stdout.on('data', (printed: Buffer) => {
      dots += printed.length;
      if (dots > pages) resolve();
    });
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test(`killed at ${kills} random moments, re-wrapping leaves every key readable and comes to its end`, async () => {
  const [former, active] = site.keys.map(({ kid }) => `local:${kid}`);
  let [from = '', to = ''] = [former, active];
  let midway = 0;
  for (let count = 0; count < kills; count += 1) {
    const child = await start(to, randomInt(pagesMax + 1));
    await pause(randomInt(withinPageMs));
    await kill(child);
    const left = (await site.rows.under(from, 1)).count;
    if (left > 0 && left < site.stored.length) midway += 1;
    // When all is done there is work the other way round.
    if (left === 0) [from, to] = [to, from];
    if (count % 5 === 4) expect(await site.unreadable()).toEqual([]);
  }
  expect(midway).toBeGreaterThan(kills / 2);
  const pace = paceOf(1e9, async () => undefined);
  const use = { kms: site.kms, rows: site.rows, clock: systemClock, pace };
  const done = await rewrapAll({ ...use, onProgress: () => undefined }, active ?? '');
  expect(done).toMatchObject({ remaining: 0, unreadable: [] });
  expect(await site.unreadable()).toEqual([]);
  expect((await site.rows.under(active ?? '', 1)).count).toBe(site.stored.length);
}, 300_000);
