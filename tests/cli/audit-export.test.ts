import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../src/cli/command.ts';
import { recordFormats } from '../../src/domain/audit/export/record-format.ts';
import { openInstallation } from './installation-site.ts';
import { runInProcess } from './run-in-process.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation.close());

const run = (...argv: string[]) =>
  runInProcess(['audit', 'export', ...argv], installation.environment);

test.each(recordFormats)(
  'a log is written as %s, to a file or to standard output',
  async (format) => {
    const file = join(installation.environment.MONAGO_DATA_DIR, `records.${format}`);
    const written = await run('--format', format, file);
    expect(written).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = readFileSync(file, 'utf8');
    expect(lines).toContain('tenant.created');
    const printed = await run('--format', format, '-');
    // Nothing but records is on standard output, and one of them says that there was the file before.
    expect(printed.exitCode).toBe(0);
    expect(printed.stdout.slice(0, lines.length)).toBe(lines);
    const more = printed.stdout.slice(lines.length).trimEnd().split('\n');
    expect(more).toEqual([expect.stringContaining('audit.exported')]);
    expect(printed.stderr).toMatch(/^Wrote records of /);
  },
);

test('only what was entered in the given time is written', async () => {
  const all = (await run('--format', 'jsonl', '-')).stdout.trimEnd().split('\n');
  const none = await run('--format', 'jsonl', '--to', '2001-01-01T00:00:00Z', '-');
  expect(none).toMatchObject({ exitCode: 0, stdout: '' });
  const from = await run('--format', 'jsonl', '--from', '2001-01-01T07:00:00+07:00', '-');
  // The three exports themselves are entries: the first two are in the third.
  expect(from.stdout.trimEnd().split('\n').slice(0, -2)).toEqual(all);
});

/** What the log says of exports, oldest first. */
async function exportsIn(): Promise<readonly Record<string, unknown>[]> {
  const rows = await installation.fresh.asSuperuser<{ leaf: Buffer }>(
    `SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND type = 'audit.exported' ORDER BY generation, idx`,
    [installation.tenant.id],
  );
  return rows.map(({ leaf }) => JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'));
}

test('that somebody took records or the evidence is in the log, with who, what and how much', async () => {
  const before = (await exportsIn()).length;
  await run('--format', 'ocsf', '-');
  const bundle = join(installation.environment.MONAGO_DATA_DIR, 'evidence.tar');
  expect((await run(bundle)).exitCode).toBe(0);
  const [records, evidence, ...others] = (await exportsIn()).slice(before);
  expect(records).toMatchObject({ actor: { type: 'system', id: 'monago' }, format: 'ocsf' });
  expect(evidence).toMatchObject({ actor: { type: 'system', id: 'monago' } });
  expect(evidence).not.toHaveProperty('format');
  expect(Number(evidence?.['size'])).toBe(Number(records?.['size']) + 1);
  expect(others).toEqual([]);
  // The bundle holds the entry of its own export.
  expect(readFileSync(bundle).includes(String(evidence?.['id']))).toBe(true);
});

test('nothing that is refused is in the log', async () => {
  const before = (await exportsIn()).length;
  await run('--format', 'jsonl', '--generation', '7', '-');
  await run('--generation', '7', 'x.tar');
  await run('--format', 'csv', '-');
  expect(await exportsIn()).toHaveLength(before);
});

test('whoever stops reading ends the command quietly', async () => {
  const closed = new Writable({
    write: (_chunk, _encoding, done) => {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  const exitCode = await runCommand(['audit', 'export', '--format', 'jsonl', '-'], {
    environment: installation.environment,
    stdin: Readable.from([]),
    stdout: closed,
    stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  expect(exitCode).toBe(0);
});

test.each([
  ['a format that there is not', ['--format', 'csv', '-'], '--format is one of'],
  ['content in records', ['--format', 'jsonl', '--content', '-'], '--content'],
  ['a bundle on standard output', ['-'], '--format'],
  ['a bundle of a time', ['--from', '2026-01-01T00:00:00Z', 'x.tar'], '--format'],
  ['a time without an offset', ['--format', 'jsonl', '--from', '2026-01-01', '-'], '--from'],
  ['a log that there is not', ['--format', 'jsonl', '--generation', '7', '-'], 'no such log'],
  ['a bundle of a log that there is not', ['--generation', '7', 'x.tar'], 'no such log'],
])('%s is refused', async (_, argv, words) => {
  const refused = await run(...argv);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toContain(words);
});
