import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseInput } from '../bundle/parse-input.ts';
import { inputOf } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import { piiVariables } from '../condition/variables.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import { givenOf } from './given-of.ts';

const folder = 'examples/policies';
const policies = readdirSync(folder).flatMap(
  (name) => parsePolicies(readFileSync(join(folder, name), 'utf8'), noDeclarations).policies,
);
const inputs = policies.flatMap((policy) =>
  policy.tests.map((it) => ({ name: it.name, phase: it.phase, input: inputOf(policy, it) })),
);

const read = (written: unknown) => parseInput(JSON.stringify(written), noDeclarations);

test.each(inputs)('$name: what is given says all of it', ({ input, phase }) => {
  expect(read(givenOf(input, phase))).toEqual({ input: { phase, input }, problems: [] });
});

test.each(inputs)('$name: the whole of it is read as it was recorded', ({ input, phase }) => {
  expect(read({ ...input, phase })).toEqual({ input: { phase, input }, problems: [] });
});

test('a harmless request gives nothing', () => {
  expect(givenOf(sampleInput('stream'), 'stream')).toEqual({
    phase: 'stream',
    given: {},
    failed: [],
  });
});

test('findings are counted where that says everything, else they stand in full', () => {
  const finding = { type: 'NIK', count: 2, confidence: 100, role: 'user' as const };
  const given = (...findings: (typeof finding)[]) =>
    givenOf({ ...sampleInput('request'), pii: piiVariables(findings) }, 'request').given;
  expect(given(finding)).toEqual({ pii: { NIK: 2 } });
  const unsure = { ...finding, confidence: 60 };
  expect(given(unsure)).toEqual({ pii: piiVariables([unsure]) });
});

test('a request for which there is no variable, or not of its type, is a problem where it stands', () => {
  const problems = (text: string) =>
    parseInput(text, noDeclarations).problems.map(({ code, line }) => [code, line]);
  expect(problems('request.modell: x')).toEqual([['unknown_key', 1]]);
  expect(problems('given:\n  risk.score: high')).toEqual([['wrong_type', 2]]);
  expect(problems('{"unknown": ["piii"]}')).toEqual([['unknown_key', 1]]);
  expect(problems('')).toEqual([['missing_key', 1]]);
  expect(problems('[]').length).toBeGreaterThan(0);
});

test('a request with an answer is one of the phase that has it', () => {
  const input = parseInput('response.pii: {NIK: 1}', noDeclarations).input;
  expect(input).toMatchObject({ phase: 'response', input: { response: { pii: { total: 1 } } } });
});
