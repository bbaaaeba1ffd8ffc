import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../scripts/ci-summary.mjs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'monago-summary-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Counts {
  readonly passed: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly brokenFiles?: number;
}

function reportOf({ passed, failed = 0, skipped = 0, brokenFiles = 0 }: Counts): string {
  const path = join(folder, 'tests.json');
  const broken = { status: 'failed', assertionResults: [] };
  const report = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: Array.from({ length: brokenFiles }, () => broken),
  };
  writeFileSync(path, JSON.stringify(report));
  return path;
}

function summaryOf(...args: string[]): { lastLine: string | undefined; exitCode: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { lastLine: stdout.trimEnd().split('\n').at(-1), exitCode: status };
}

test('tests and checks that passed are counted together', () => {
  expect(summaryOf(reportOf({ passed: 5 }), '0', 'lint=0', 'knip=0')).toEqual({
    lastLine: '7 passed, 0 failed',
    exitCode: 0,
  });
});

test('a check that failed is one failure', () => {
  expect(summaryOf(reportOf({ passed: 5, skipped: 2 }), '0', 'lint=0', 'knip=1')).toEqual({
    lastLine: '6 passed, 1 failed, 2 skipped',
    exitCode: 1,
  });
});

test('a file that could not be loaded is a failure', () => {
  expect(summaryOf(reportOf({ passed: 5, brokenFiles: 1 }), '1')).toEqual({
    lastLine: '5 passed, 1 failed',
    exitCode: 1,
  });
});

test('an exit code without a failed test is a failure', () => {
  expect(summaryOf(reportOf({ passed: 5 }), '1').lastLine).toBe('5 passed, 1 failed');
});

test('no report and no tests are failures, not successes', () => {
  expect(summaryOf(join(folder, 'missing.json'), '0').exitCode).toBe(1);
  expect(summaryOf(reportOf({ passed: 0 }), '0').exitCode).toBe(1);
});
