import type { MutationResult } from '../mutation/mutate-policy.ts';
import { counted, jsonText } from './lint-report.ts';
import { coverageShare, type PolicyTestRun } from './run-tests.ts';

/** The tests of all policies, and what was asked for besides. */
export interface TestReport {
  readonly runs: readonly PolicyTestRun[];
  readonly hasCoverage: boolean;
  /** By the position of the run; undefined where mistakes were not tried. */
  readonly mutations: readonly MutationResult[] | undefined;
}

export function failureCount({ runs }: TestReport): number {
  return runs.flatMap(({ results }) => results).filter(({ failures }) => failures.length > 0)
    .length;
}

/** Share of the mistakes that a test noticed, 0 to 1; 1 where none could be made. */
export function mutationScore(mutations: readonly MutationResult[]): number {
  const tried = mutations.reduce((sum, each) => sum + each.tried, 0);
  const survivors = mutations.reduce((sum, each) => sum + each.survivors.length, 0);
  return tried === 0 ? 1 : (tried - survivors) / tried;
}

export function testText(report: TestReport): string {
  const { runs, mutations } = report;
  const lines = runs.flatMap((run, at) => [
    ...runLines(run),
    ...(report.hasCoverage ? coverageLines(run) : []),
    ...(mutations?.[at]?.survivors ?? []).map((what) => `  not noticed: ${what}`),
  ]);
  return `${[...lines, ...summaryLines(report)].join('\n')}\n`;
}

function runLines({ file, policy, results }: PolicyTestRun): readonly string[] {
  const none = results.length === 0 ? ['  no tests'] : [];
  const tests = results.flatMap(({ test, failures }) => [
    `  ${failures.length === 0 ? 'ok  ' : 'FAIL'} ${test}`,
    ...failures.map((failure) => `       ${failure}`),
  ]);
  return [`${policy.name} (${policy.scope}, ${file})`, ...none, ...tests];
}

function coverageLines({ coverage }: PolicyTestRun): readonly string[] {
  return coverage.flatMap(({ source, wasTrue, wasFalse }) => {
    const line = source.replaceAll('\n', ' ');
    return [
      ...(wasTrue ? [] : [`  in no test true: ${line}`]),
      ...(wasFalse ? [] : [`  in no test false: ${line}`]),
    ];
  });
}

function summaryLines(report: TestReport): readonly string[] {
  const { runs, mutations, hasCoverage } = report;
  const tests = runs.reduce((sum, { results }) => sum + results.length, 0);
  const policies = counted(runs.length, 'policy', 'policies');
  const failed = failureCount(report);
  const tried = mutations?.reduce((sum, each) => sum + each.tried, 0) ?? 0;
  return [
    `${policies}: ${counted(tests, 'test')}, ${failed} failed`,
    ...(hasCoverage
      ? [`parts of conditions seen true and false: ${percent(coverageShare(runs))}`]
      : []),
    ...(mutations === undefined
      ? []
      : [`mistakes noticed: ${percent(mutationScore(mutations))} of ${tried}`]),
  ];
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

export function testJson(report: TestReport): string {
  const { runs, mutations, hasCoverage } = report;
  return jsonText({
    failed: failureCount(report),
    ...(hasCoverage && { coverage: coverageShare(runs) }),
    ...(mutations !== undefined && { mutation_score: mutationScore(mutations) }),
    policies: runs.map(({ file, policy, results, coverage }, at) => ({
      file,
      name: policy.name,
      scope: policy.scope,
      tests: results.map(({ test, failures }) => ({ name: test, failures })),
      ...(hasCoverage && {
        coverage: coverage.map(({ source, wasTrue, wasFalse }) => ({
          source,
          was_true: wasTrue,
          was_false: wasFalse,
        })),
      }),
      ...(mutations !== undefined && { mutation: mutations[at] }),
    })),
  });
}
