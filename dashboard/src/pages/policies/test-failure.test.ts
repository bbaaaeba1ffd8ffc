import { expect, test } from 'vitest';
import { runPolicyTests } from '../../../../src/domain/policy/bundle/run-policy-tests.ts';
import {
  noDeclarations,
  parsePolicies,
} from '../../../../src/domain/policy/document/parse-policies.ts';
import { languages } from '../../app/i18n/languages.ts';
import { testFailure } from './test-failure.ts';

const document = `name: wrong-about-itself
when: pii.count("NIK") > 0
effect: {redact: {types: [NIK], style: mask}}
tests:
  - name: expects too much
    given: {pii: {NIK: 1}}
    expect: {decision: deny, code: pii_blocked, matched: false, obligations: {redact: {NIK: remove}}}
`;

test('what a test did not expect is told in the words of each language', () => {
  const { policies, problems } = parsePolicies(document, noDeclarations);
  expect(problems).toEqual([]);
  const failures = policies.flatMap((policy) => runPolicyTests(policy, noDeclarations));
  const said = (code: 'en' | 'id') =>
    failures.flatMap((each) =>
      each.failures.map((one) => testFailure(one, languages[code].text.policyEditor.tests.failure)),
    );
  expect(said('en')).toEqual([
    'Decision: expected Block, got Redact',
    'Error code: expected pii_blocked, got none',
    'Matches: expected no, got yes',
    'redact: expected {"NIK":"remove"}, got {"NIK":"mask"}',
  ]);
  expect(said('id')[0]).toBe('Keputusan: diharapkan Blokir, ternyata Samarkan');
  expect(testFailure('something else', languages.en.text.policyEditor.tests.failure)).toBe(
    'something else',
  );
});
