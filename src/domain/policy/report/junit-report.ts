import type { PolicyTestRun } from './run-tests.ts';

/** JUnit XML, as build servers read it: a suite for each policy, a case for each test. */
export function junitReport(runs: readonly PolicyTestRun[]): string {
  const tests = runs.reduce((sum, { results }) => sum + results.length, 0);
  const failures = runs.reduce((sum, run) => sum + failureCount(run), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="monago policy test" tests="${tests}" failures="${failures}" errors="0">`,
    ...runs.map((run) => suite(run)),
    '</testsuites>',
    '',
  ].join('\n');
}

function failureCount({ results }: PolicyTestRun): number {
  return results.filter(({ failures }) => failures.length > 0).length;
}

function suite(run: PolicyTestRun): string {
  const { policy, file, results } = run;
  const name = escapeXml(`${policy.scope}/${policy.name}`);
  const counts = `tests="${results.length}" failures="${failureCount(run)}" errors="0" skipped="0"`;
  const cases = results.map(({ test, failures }) => {
    const start = `    <testcase classname="${name}" name="${escapeXml(test)}" file="${escapeXml(file)}"`;
    if (failures.length === 0) return `${start}/>`;
    const said = escapeXml(failures.join('; '));
    return `${start}>\n      <failure message="${said}" type="expectation">${said}</failure>\n    </testcase>`;
  });
  return [`  <testsuite name="${name}" ${counts}>`, ...cases, '  </testsuite>'].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** For content and attributes. XML 1.0 has no way to write other control characters or halves of characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? '')
    .replace(/[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, '\uFFFD');
}
