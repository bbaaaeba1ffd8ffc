import { expect, test } from 'vitest';
import { randomFrom } from '../../../../eval/policy/random.ts';
import { randomInput } from '../../../../eval/policy/random-input.ts';
import { outOfBounds } from './out-of-bounds.ts';

const input = randomInput(randomFrom(1), { hasHugeNumbers: false });
const long = 'x'.repeat(257);

test('an ordinary request is within the bounds', () => {
  expect(outOfBounds(input)).toEqual([]);
  const { response: _, ...before } = input;
  expect(outOfBounds(before)).toEqual([]);
});

test('what is longer than the schema says is named', () => {
  const tools = Array.from({ length: 129 }, (_, index) => `tool-${index}`);
  const finding = { type: long, count: 1, confidence: 1, role: 'user' } as const;
  const beyond = {
    ...input,
    request: { ...input.request, model: long, tools },
    principal: { ...input.principal, teams: [long], claims: { unit: long } },
    pii: { ...input.pii, findings: [finding] },
  };
  expect(outOfBounds(beyond)).toEqual([
    'request.model',
    'request.tools',
    'principal.teams',
    'principal.claims',
    'pii.findings',
  ]);
});
