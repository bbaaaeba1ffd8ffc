import { describe, expect, test } from 'vitest';
import { noDeclarations } from '../document/parse-policies.ts';
import { lintPolicies } from './lint-policies.ts';
import { lintText } from './lint-report.ts';
import { sarifReport } from './sarif-report.ts';

function lint(...texts: readonly string[]) {
  const sources = texts.map((text, at) => ({ file: `p/${'abc'[at]}.yaml`, text }));
  return lintPolicies(sources, noDeclarations);
}

const test1 = 'tests: [{name: one, expect: {decision: allow}}]';
const policy = (name: string, lines: string) =>
  `# ${name}\nname: ${name}\nmode: enforce\n${test1}\n${lines}\n`;

describe('what is wrong with policies', () => {
  test('is found in each text, where it stands', () => {
    const { findings } = lint(
      policy('abc', 'effect: deny\nwhen: risk.score > "high"'),
      policy('xyz', 'effect: dney'),
    );
    expect(findings).toMatchObject([
      {
        file: 'p/a.yaml',
        code: 'condition.wrong_type',
        severity: 'error',
        start: { line: 6, column: 7 },
      },
      {
        file: 'p/b.yaml',
        code: 'unknown_value',
        start: { line: 5, column: 9 },
        end: { line: 5, column: 13 },
        replacement: 'deny',
      },
    ]);
  });

  test('is found between texts, at the names of the policies, with a request that shows it', () => {
    const { findings, policyCount } = lint(
      policy('first', 'match: {provider: openai}\npriority: 90\neffect: deny'),
      policy(
        'second',
        'match: {provider: openai}\nwhen: risk.score > 50\neffect: require_approval',
      ),
    );
    expect(policyCount).toBe(2);
    expect(findings).toMatchObject([
      {
        file: 'p/b.yaml',
        policy: 'second',
        code: 'shadowed',
        severity: 'warning',
        start: { line: 2, column: 7 },
        witness: { phase: 'request', given: { 'risk.score': 51 }, failed: [] },
      },
    ]);
  });

  test('is an error where a policy can never match, and a warning where it has no tests', () => {
    const never = policy('abc', 'when: risk.score > 100\neffect: deny').replace(test1, '');
    expect(lint(never).findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['untested', 'warning'],
      ['never_matches', 'error'],
    ]);
  });

  test('is an error where two files have the same policy, but not in two scopes', () => {
    const one = policy('abc', 'match: {tag: a}\neffect: deny');
    expect(lint(one, one).findings).toMatchObject([
      { file: 'p/b.yaml', code: 'duplicate', severity: 'error' },
    ]);
    expect(lint(one, `${one}scope: workspace:ops\n`).findings).toEqual([]);
  });

  test('is said of the right one where two scopes have a policy of the same name', () => {
    const [fine, never] = [
      policy('abc', 'match: {tag: a}\neffect: deny'),
      policy('abc', 'scope: workspace:ops\nwhen: risk.score > 100\neffect: deny'),
    ];
    expect(lint(fine, never).findings).toMatchObject([{ file: 'p/b.yaml', code: 'never_matches' }]);
  });

  test('is printed as compilers do', () => {
    const text = lintText(lint(policy('xyz', 'effect: dney')));
    expect(text).toMatch(/^p\/a\.yaml:5:9: error unknown_value: .*\n {2}write instead: deny\n/);
    expect(text).toMatch(/0 policies: 1 error, 0 warnings\n$/);
  });
});

test('SARIF has the schema’s required members, and every result a rule and a place', () => {
  const result = lint(
    policy('abc', 'effect: dney'),
    policy('xyz', 'effect: deny\nwhen: risk.scor > 1'),
  );
  const report = JSON.parse(sarifReport(result, '1.2.3'));
  expect(report).toMatchObject({ version: '2.1.0', runs: [{ columnKind: 'utf16CodeUnits' }] });
  const [run] = report.runs;
  const { driver } = run.tool;
  expect(driver).toMatchObject({ name: 'monago policy lint', version: '1.2.3' });
  expect(run.results).toHaveLength(2);
  for (const { ruleId, ruleIndex, level, message, locations, fixes } of run.results) {
    expect(driver.rules[ruleIndex].id).toBe(ruleId);
    expect(['error', 'warning']).toContain(level);
    expect(message.text).not.toBe('');
    const [{ physicalLocation }] = locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(/^p\/[ab]\.yaml$/);
    const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
    for (const at of [startLine, startColumn, endLine, endColumn]) expect(at).toBeGreaterThan(0);
    expect(endLine > startLine || endColumn > startColumn).toBe(true);
    expect(fixes).toMatchObject([
      { artifactChanges: [{ replacements: [{ deletedRegion: physicalLocation.region }] }] },
    ]);
  }
});

test('SARIF names files by references that are valid in URIs', () => {
  const sources = [{ file: 'my policies/ä#1.yaml', text: 'name: abc\neffect: dney\n' }];
  const report = JSON.parse(sarifReport(lintPolicies(sources, noDeclarations), '1'));
  const [result] = report.runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(
    'my%20policies/%C3%A4%231.yaml',
  );
});
