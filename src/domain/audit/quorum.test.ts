import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuorumMet, type Quorum, quorumReach } from './quorum.ts';

const names = ['w1', 'w2', 'w3', 'w4', 'w5'];
const witness: fc.Arbitrary<Quorum> = fc
  .constantFrom(...names)
  .map((name) => ({ kind: 'witness', name }));
const group = (member: fc.Arbitrary<Quorum>): fc.Arbitrary<Quorum> =>
  fc
    .array(member, { minLength: 1, maxLength: 4 })
    .chain((members) =>
      fc
        .integer({ min: 1, max: members.length })
        .map((threshold) => ({ kind: 'group', name: 'g', threshold, members })),
    );
const quorums = fc.oneof(witness, group(witness), group(fc.oneof(witness, group(witness))));
const sizes = fc
  .array(fc.nat(9), { minLength: names.length, maxLength: names.length })
  .map((each) => new Map(names.map((name, at) => [name, each[at] ?? 0])));

test('a quorum has come exactly as far as those who have come there are enough', () => {
  fc.assert(
    fc.property(quorums, sizes, fc.integer({ min: 1, max: 9 }), (quorum, reached, size) => {
      const there = new Set(names.filter((name) => (reached.get(name) ?? 0) >= size));
      expect(quorumReach(quorum, reached) >= size).toBe(isQuorumMet(quorum, there));
    }),
  );
});

test('two of three have come as far as the second of them', () => {
  const members = names.slice(0, 3).map((name) => ({ kind: 'witness', name }) as const);
  const quorum: Quorum = { kind: 'group', name: 'g', threshold: 2, members };
  expect(
    quorumReach(
      quorum,
      new Map([
        ['w1', 90],
        ['w2', 40],
        ['w3', 70],
      ]),
    ),
  ).toBe(70);
  expect(quorumReach(quorum, new Map([['w1', 90]]))).toBe(0);
});

test('who asks for nobody waits for nobody', () => {
  expect(quorumReach({ kind: 'none' }, new Map())).toBe(Number.POSITIVE_INFINITY);
});
