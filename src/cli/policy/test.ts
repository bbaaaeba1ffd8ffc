import { mutatePolicy } from '../../domain/policy/mutation/mutate-policy.ts';
import { junitReport } from '../../domain/policy/report/junit-report.ts';
import { runTests } from '../../domain/policy/report/run-tests.ts';
import {
  failureCount,
  mutationScore,
  type TestReport,
  testJson,
  testText,
} from '../../domain/policy/report/test-report.ts';
import { CommandFailure, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';
import { type DeclarationOptions, policiesOf, readTexts } from './read-policies.ts';

export const testFormats = ['text', 'json', 'junit'] as const;

export interface TestOptions extends DeclarationOptions {
  readonly format: (typeof testFormats)[number];
  readonly coverage?: boolean;
  readonly mutate?: boolean;
  /** Per cent of the mistakes that tests must notice. */
  readonly mutateMin: string;
}

/** @returns 0 where every test passed and enough mistakes were noticed, otherwise 1 */
export async function testCommand(
  paths: readonly string[],
  options: TestOptions,
  surroundings: Surroundings,
): Promise<number> {
  const scoreMin = shareOf(options.mutateMin);
  const texts = await readTexts(paths, options, surroundings);
  const { declarations } = texts;
  const placed = policiesOf(texts);
  const report: TestReport = {
    runs: placed.map(({ policy, file }) => runTests(policy, file, declarations)),
    hasCoverage: options.coverage === true,
    mutations:
      options.mutate === true
        ? placed.map(({ policy }) => mutatePolicy(policy, declarations))
        : undefined,
  };
  surroundings.stdout.write(rendered(report, options.format));
  const isNoticed = report.mutations === undefined || mutationScore(report.mutations) >= scoreMin;
  return failureCount(report) === 0 && isNoticed ? 0 : 1;
}

function rendered(report: TestReport, format: TestOptions['format']): string {
  switch (format) {
    case 'text':
      return testText(report);
    case 'json':
      return testJson(report);
    case 'junit':
      return junitReport(report.runs);
  }
}

function shareOf(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent / 100;
  throw new CommandFailure('--mutate-min is per cent, 0 to 100', exitCouldNotRun);
}
