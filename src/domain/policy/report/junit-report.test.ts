import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import { junitReport } from './junit-report.ts';
import { runTests } from './run-tests.ts';

function reportOf(name: string): string {
  const text = JSON.stringify({
    name: 'abc',
    mode: 'enforce',
    effect: 'deny',
    tests: [
      { name, expect: { decision: 'allow' } },
      { name: 'other', expect: { decision: 'deny' } },
    ],
  });
  const { policies, problems } = parsePolicies(text, noDeclarations);
  expect(problems).toEqual([]);
  return junitReport(policies.map((policy) => runTests(policy, 'a&b.json', noDeclarations)));
}

test('a report counts and names tests, and says why one failed', () => {
  const report = reportOf('one');
  expect(report).toContain('<testsuites name="monago policy test" tests="2" failures="1"');
  expect(report).toContain('<testcase classname="tenant/abc" name="other" file="a&amp;b.json"/>');
  expect(report).toContain('<failure message="decision is deny, not allow" type="expectation">');
});

test('whatever a test is called, the report is XML', () => {
  const awkward = fc.oneof(
    fc.constantFrom(
      '<',
      '&',
      '"',
      "'",
      ']]>',
      '\u0000',
      '\u001b',
      '\n',
      '\uFFFE',
      '\u{1F512}',
      '-->',
    ),
    fc.string({ unit: 'grapheme' }),
  );
  const names = fc
    .array(awkward, { minLength: 1, maxLength: 8 })
    .map((parts) => `x${parts.join('')}`.slice(0, 150))
    // Half a character cannot come from a file.
    .filter((name) => !/\p{Surrogate}/u.test(name));
  fc.assert(
    fc.property(names, (name) => {
      const report = reportOf(name);
      const withoutMarkup = report.replace(
        /<\?xml [^<>]*\?>|<\/?[a-z]+(?: [a-z]+="[^"<>]*")*\/?>/g,
        '',
      );
      expect(withoutMarkup).not.toMatch(/[<>]/);
      expect(report).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/);
      expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\uFFFE\uFFFF]/u);
    }),
  );
});
