import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInstallation } from './installation-site.ts';
import { runInProcess } from './run-in-process.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(async () => {
  await installation.close();
});

const run = (...argv: string[]) => runInProcess(argv, installation.environment);

const altered = `DO $$ BEGIN
  SET LOCAL session_replication_role = replica;
  UPDATE audit_entry SET actor_id = 'usr_somebody_else' WHERE idx = 1;
END $$`;

test('the log in the database is verified like a bundle: 0', async () => {
  const { exitCode, printed } = await run('audit', 'verify', '--database');
  expect(printed).toContain('VERIFIED');
  expect(exitCode).toBe(0);
});

test('a column that says something else than the leaf is named: 1, V18', async () => {
  await installation.fresh.asSuperuser(altered);
  const { exitCode, printed } = await run('audit', 'verify', '--database', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({
    verdict: 'tampered',
    firstBadIndex: 1,
    findingCounts: { V18: 1 },
    findings: [{ check: 'V18', index: 1 }],
  });
});

test.each([
  ['nothing to verify', []],
  ['two things to verify', ['bundle.tar', '--database']],
  ['a tenant that there is not', ['--database', '--tenant', 'ten_x']],
  ['a generation that there is not', ['--database', '--generation', '7']],
])('%s: 3', async (_, argv) => {
  expect((await run('audit', 'verify', ...argv)).exitCode).toBe(3);
});
