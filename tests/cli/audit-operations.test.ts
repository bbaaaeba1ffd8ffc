import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { openInstallation } from './installation-site.ts';
import { runInProcess } from './run-in-process.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;
let app: App;

beforeAll(async () => {
  installation = await openInstallation();
  const environment = { ...installation.environment, MONAGO_PORT: '0', MONAGO_LOG_LEVEL: 'silent' };
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  app = await compose(read.config);
});
afterAll(async () => {
  await app.close();
  await installation.close();
});

const run = (...argv: string[]) => runInProcess(argv, installation.environment);

function file(name: string): string {
  return join(installation.environment.MONAGO_DATA_DIR, name);
}

async function ready(): Promise<unknown> {
  return (await fetch(`${app.url}/readyz`)).json();
}

test('a log is frozen, and gone on with in another, beside a running server', async () => {
  expect(await run('audit', 'status')).toMatchObject({
    exitCode: 0,
    printed: expect.stringContaining('log 1 is active'),
  });
  expect(await run('audit', 'reopen', '--reason', 'a drill')).toMatchObject({ exitCode: 1 });
  expect(await run('audit', 'freeze', '--reason', 'the key may have leaked')).toMatchObject({
    exitCode: 0,
  });
  expect((await run('audit', 'status')).printed).toContain('the key may have leaked');
  expect(await ready()).toMatchObject({
    status: 'not_ready',
    checks: { audit: 'every log is frozen; see monago audit status' },
  });

  // What is left of it can be taken, to find out why; it cannot say so any more.
  for (const argv of [[file('frozen.tar')], ['--format', 'jsonl', file('frozen.ndjson')]]) {
    const taken = await run('audit', 'export', ...argv);
    expect(taken).toMatchObject({ exitCode: 0 });
    expect(taken.printed).toContain('it does not say that this was taken');
  }

  const reopened = await run('audit', 'reopen', '--reason', 'the key was taken out of service');
  expect(reopened).toMatchObject({ exitCode: 0 });
  expect(reopened.printed).toContain('Opened log 2');
  expect(await ready()).toMatchObject({ status: 'ready', checks: { audit: 'ok' } });
  const status = (await run('audit', 'status')).printed;
  expect(status).toContain('log 1 is closed');
  expect(status).toContain('log 2 is active, 1 entries');
});

test('every generation is exported and verifies with the keys that are pinned here', async () => {
  for (const generation of ['1', '2']) {
    const bundle = file(`log-${generation}.tar`);
    expect(await run('audit', 'export', '--generation', generation, bundle)).toMatchObject({
      exitCode: 0,
    });
    expect(await run('audit', 'verify', bundle)).toMatchObject({ exitCode: 0 });
    const records = file(`log-${generation}.ndjson`);
    await run('audit', 'export', '--format', 'jsonl', '--generation', generation, records);
    const lines = readFileSync(records, 'utf8').trimEnd().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).log)).size).toBe(1);
    const isFirst = generation === '1';
    expect(lines.some((line) => line.includes('"tenant.created"'))).toBe(isFirst);
    expect(lines[0]?.includes('"continues"')).toBe(!isFirst);
  }
  expect(await run('audit', 'export', '--generation', '3', file('none.tar'))).not.toMatchObject({
    exitCode: 0,
  });
});

test('a rotated key is pinned beside the one before, and the log verifies', async () => {
  const rotated = await run('audit', 'rotate-key');
  expect(rotated.exitCode).toBe(0);
  const [line = ''] = /^ {2}log \S+$/m.exec(rotated.printed) ?? [];
  const pinned = readdirSync(file('audit/trusted'))
    .map((name) => readFileSync(join(file('audit/trusted'), name), 'utf8'))
    .find((policy) => policy.includes(line.trim()));
  expect(pinned?.match(/^log /gm)).toHaveLength(2);
  await run('audit', 'export', file('rotated.tar'));
  expect(await run('audit', 'verify', file('rotated.tar'))).toMatchObject({ exitCode: 0 });
});

test('the logs are checked on demand, and the exit code says what was found', async () => {
  const checked = await run('audit', 'selfcheck');
  expect(checked).toMatchObject({ exitCode: 0 });
  expect(checked.printed).toMatch(/verified, [1-9]\d* entries/);
  await installation.fresh.asSuperuser(`DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
    UPDATE audit_entry SET workspace_id = 'ws_other' WHERE generation = 2 AND idx = 1;
  END $$`);
  const altered = await run('audit', 'selfcheck', '--tenant', installation.tenant.id);
  expect(altered).toMatchObject({ exitCode: 1 });
  expect(altered.printed).toContain('V18: entry 1');
});
