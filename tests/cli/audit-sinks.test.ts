import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { openInstallation } from './installation-site.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation.close());

/** Hashes of the sinks file that the log was told, each with the one before. */
async function told(): Promise<unknown[]> {
  const rows = await installation.fresh.asSuperuser<{ leaf: Buffer }>(
    `SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND type = 'log.configured' ORDER BY idx`,
    [installation.tenant.id],
  );
  return rows
    .map(({ leaf }) => JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'))
    .filter(({ part }) => part === 'sinks')
    .map(({ changes }) => changes);
}

/** Runs Monago until something has come about. */
async function runUntil(settings: Record<string, string>, isDone: () => Promise<void>) {
  const environment = { ...installation.environment, MONAGO_PORT: '0', MONAGO_LOG_LEVEL: 'silent' };
  const read = readConfig({ ...environment, ...settings });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const app = await compose(read.config);
  try {
    await isDone();
  } finally {
    await app.close();
  }
}

test('where entries are sent to is in the log, once for each change of the file', async () => {
  const directory = installation.environment.MONAGO_DATA_DIR;
  const file = join(directory, 'sinks.yaml');
  const settings = { MONAGO_AUDIT_SINKS_FILE: file };
  const write = (name: string): string => {
    const path = join(directory, `${name}.ndjson`);
    const text = `sinks:\n  - name: ${name}\n    format: jsonl\n    file: {path: ${path}}\n`;
    writeFileSync(file, text);
    return `sha256:${createHash('sha256').update(text).digest('hex')}`;
  };
  const change = (old: string | null, next: string | null) => [{ field: 'hash', old, new: next }];
  const entered = (...changes: unknown[]) =>
    expect.poll(told, { timeout: 15_000 }).toEqual(changes);

  const first = write('first');
  await runUntil(settings, () => entered(change(null, first)));
  const second = write('second');
  await runUntil(settings, async () => {
    await entered(change(null, first), change(first, second));
    await expect.poll(() => existsSync(join(directory, 'second.ndjson'))).toBe(true);
  });
  await runUntil(settings, () => entered(change(null, first), change(first, second)));
  await runUntil({}, () =>
    entered(change(null, first), change(first, second), change(second, null)),
  );
}, 120_000);
