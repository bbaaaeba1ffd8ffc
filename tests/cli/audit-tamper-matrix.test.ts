import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/cli/command.ts';
import { tamperMatrix } from '../vectors/tamper-matrix.ts';
import { openInstallation } from './installation-site.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation.close());

async function verify() {
  let printed = '';
  const sink = (): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk);
        done();
      },
    });
  const exit = await runCommand(['audit', 'verify', '--database', '--json'], {
    environment: installation.environment,
    stdin: Readable.from([]),
    stdout: sink(),
    stderr: sink(),
  });
  return { exit, report: JSON.parse(printed) };
}

/** As who holds the database can, past its triggers. */
async function alter(statement: string): Promise<void> {
  await installation.fresh.asSuperuser(`DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
    ${statement};
  END $$`);
}

const index = 1;

test('the untouched rows are verified', async () => {
  expect(await verify()).toMatchObject({ exit: 0, report: { findings: [] } });
});

describe.each(tamperMatrix['verify --database'])(
  'row $row, verify --database: $what',
  ({ column, value, exit, check }) => {
    beforeEach(async () => {
      await alter('CREATE TABLE as_it_was AS SELECT * FROM audit_entry');
      await alter(`UPDATE audit_entry SET ${column} = ${value} WHERE idx = ${index}`);
    });
    afterEach(async () => {
      await alter('DELETE FROM audit_entry');
      await alter('INSERT INTO audit_entry SELECT * FROM as_it_was');
      await alter('DROP TABLE as_it_was');
    });

    test(`ends with exit code ${exit}`, async () => {
      const { exit: actual, report } = await verify();
      expect({ exit: actual, firstBad: report.firstBadIndex }).toEqual({ exit, firstBad: index });
      const [finding, ...others] = report.findings;
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ check, index, message: expect.stringContaining(column) });
      expect(finding.expected).toBeTruthy();
      expect(finding.actual).not.toBe(finding.expected);
    });
  },
);
