import { expect, test } from 'vitest';
import { sha256 } from '../../audit/sha256.ts';
import { noDeclarations, parsePolicies } from './parse-policies.ts';
import { policyHash } from './policy-hash.ts';

function hashOf(text: string): string {
  const [policy] = parsePolicies(text, noDeclarations).policies;
  if (policy === undefined) throw new Error('no policy');
  return policyHash(policy, sha256);
}

const written = 'name: abc\nmatch: {model: gpt-4o}\neffect: deny\n';

test('what means the same has the same hash', () => {
  expect(hashOf(written)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(hashOf('effect: [deny]\npriority: 50\nmatch: {model: [gpt-4o]}\nname: abc')).toBe(
    hashOf(written),
  );
});

test.each([
  'name: abd\nmatch: {model: gpt-4o}\neffect: deny\n',
  'name: abc\nmatch: {model: {not: gpt-4o}}\neffect: deny\n',
  'name: abc\nmatch: {model: gpt-4o}\neffect: allow\n',
  'name: abc\nmatch: {model: gpt-4o}\neffect: deny\nmode: enforce\n',
])('what means something else has another: %j', (text) => {
  expect(hashOf(text)).not.toBe(hashOf(written));
});
