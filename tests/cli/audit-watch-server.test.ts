import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type App, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { runInProcess } from './run-in-process.ts';

let fresh: FreshDatabase;
let work: string;
let app: App;
let cookie = '';
let log: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  work = mkdtempSync(join(tmpdir(), 'monago-watch-server-'));
  const read = readConfig({
    MONAGO_DATABASE_URL: fresh.url,
    MONAGO_DATA_DIR: work,
    MONAGO_PORT: '0',
    MONAGO_LOG_LEVEL: 'silent',
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  app = await compose(read.config);
  await send('POST', '/api/setup', {
    token: app.setupLink?.split('#token=')[1],
    organisation: 'Bank Nusantara',
    name: 'Sri Wahyuni',
    email: 'sri@bank.example',
    password: 'a long enough passphrase',
  });
  const { origin, vkey } = z
    .object({ origin: z.string(), vkey: z.string() })
    .parse(await send('GET', '/api/audit/head'));
  log = `${app.url}/api/audit/logs/${origin.split('/').at(-1)}`;
  put('policy', `log ${vkey}\nquorum none\n`);
});
afterAll(async () => {
  await app.close();
  await fresh.drop();
  rmSync(work, { recursive: true, force: true });
});

/** As the dashboard does. */
async function send(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(`${app.url}${path}`, { method, headers, ...init });
  const text = await reply.text();
  expect(reply.ok, text).toBe(true);
  cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  return JSON.parse(text);
}

function put(name: string, text: string): string {
  const path = join(work, name);
  writeFileSync(path, text);
  return path;
}

async function newKey(name: string, scope: string): Promise<{ id: string; file: string }> {
  const { token, jwt } = z
    .object({ token: z.object({ id: z.string() }), jwt: z.string() })
    .parse(await send('POST', '/api/tokens', { name, scope }));
  return { id: token.id, file: put(`${name}.token`, `${jwt}\n`) };
}

function watch(...more: string[]) {
  const files = ['--policy', join(work, 'policy'), '--state', join(work, 'seen')];
  return runInProcess(['audit', 'watch', log, ...files, '--once', ...more]);
}

test('a running server is watched from afar with an API key for that, and with no other', async () => {
  const reader = await newKey('watcher', 'audit.read');
  const seen = await watch('--token-file', reader.file);
  expect(seen).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/^FIRST {7}\d+ entr/) });
  await newKey('checkout', 'inference');
  const grown = await watch('--token-file', reader.file);
  expect(grown).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/^CONSISTENT/) });
  const state = readFileSync(join(work, 'seen'), 'utf8');

  const caller = await newKey('another', 'inference');
  for (const [argv, status] of [
    [['--token-file', caller.file], 403],
    [[], 401],
  ] as const) {
    expect(await watch(...argv)).toMatchObject({
      exitCode: 3,
      printed: expect.stringContaining(`the log answers ${status}`),
    });
  }
  await send('POST', `/api/tokens/${reader.id}/revoke`);
  expect(await watch('--token-file', reader.file)).toMatchObject({ exitCode: 3 });
  // What could not be read changes nothing of what was seen.
  expect(readFileSync(join(work, 'seen'), 'utf8')).toBe(state);
});
