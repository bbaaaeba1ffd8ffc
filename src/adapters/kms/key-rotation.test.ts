import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyState, RotationState } from '../../ports/key-registry.ts';
import type { KeyCheckValue } from '../../ports/kms.ts';
import {
  nextStep,
  planActivate,
  planRetire,
  planRewrap,
  planStage,
  planVerify,
  RotationRefusal,
  settlingMs,
} from './key-rotation.ts';

const now = 10_000_000;
const [a, b, c] = ['a', 'b', 'c'].map(
  (kid): KeyCheckValue => ({ kekRef: `local:${kid}`, value: randomBytes(16) }),
);
if (a === undefined || b === undefined || c === undefined) throw new Error('three keys');

const key = (check: KeyCheckValue, state: KeyState, rows = 0) => ({
  ...check,
  state,
  rows,
  activatedAt: state === 'staged' ? undefined : now - settlingMs,
  verifiedAt: undefined,
});
const holder = (node: string, wrapsUnder: KeyCheckValue, ...holds: KeyCheckValue[]) => ({
  node,
  wrapsUnder: wrapsUnder.kekRef,
  holds: holds.map(({ kekRef }) => kekRef),
});
const stateOf = (change: Partial<RotationState>): RotationState => ({
  keys: [key(a, 'active', 7)],
  retired: [],
  holders: [],
  now,
  ...change,
});

const idle = stateOf({});
const staged = stateOf({
  keys: [key(a, 'active', 7), key(b, 'staged')],
  holders: [holder('one', a, a, b), holder('two', a, a, b)],
});
const activated = stateOf({
  keys: [key(a, 'deactivated', 7), key(b, 'active')],
  holders: [holder('one', b, a, b)],
});
const rewrapped = stateOf({ ...activated, keys: [key(a, 'deactivated'), key(b, 'active', 7)] });
const verified = stateOf({
  ...rewrapped,
  keys: [key(a, 'deactivated'), { ...key(b, 'active', 7), verifiedAt: now }],
});
const retired = stateOf({ keys: [key(b, 'active', 7)], retired: [a.kekRef] });

const choice = (held: readonly KeyCheckValue[], wanted?: string) => ({
  held: async () => held,
  make: undefined,
  wanted,
});

describe('a step that does not come now', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['activating when nothing is staged', () => planActivate(idle, []), /rotate stage/],
    ['activating after everything is done', () => planActivate(retired, []), /rotate stage/],
    ['re-wrapping under a staged key', () => planRewrap(staged), /rotate activate/],
    ['verifying before re-wrapping', () => planVerify(activated, 7), /7 stored.*rotate rewrap/],
    ['retiring when nothing was rotated', () => planRetire(idle), /No rotation/],
    ['retiring before activating', () => planRetire(staged), /rotate activate/],
    ['retiring before re-wrapping', () => planRetire(activated), /7 stored.*rotate rewrap/],
    ['retiring before verifying', () => planRetire(rewrapped), /rotate verify/],
  ])('is refused, and the one that does is named: %s', (_, plan, sentence) => {
    expect(plan).toThrow(RotationRefusal);
    expect(plan).toThrow(sentence);
  });

  test('is staging while a former key waits to be retired', async () => {
    for (const state of [activated, rewrapped, verified]) {
      const plan = planStage(state, choice([a, b, c]));
      await expect(plan).rejects.toThrow(/not finished: local:a/);
    }
  });
});

describe('staging', () => {
  test('takes the first key that nobody knows, and says what it follows', async () => {
    const change = await planStage(idle, choice([a, c, b]));
    expect(change).toMatchObject({ step: 'stage', key: c });
    expect(change?.fact).toMatchObject({ step: 'staged', from: ['local:a'], to: 'local:c' });
  });

  test('makes a key where keys are made', async () => {
    const held = [a];
    const make = async () => void held.push(b);
    const change = await planStage(idle, { held: async () => held, make, wanted: undefined });
    expect(change).toMatchObject({ step: 'stage', key: b });
  });

  test('again does nothing, and with another key stages that one', async () => {
    expect(await planStage(staged, choice([a, b, c]))).toBeUndefined();
    expect(await planStage(staged, choice([a, b, c], b.kekRef))).toBeUndefined();
    const other = await planStage(staged, choice([a, b, c], c.kekRef));
    expect(other).toMatchObject({ step: 'stage', key: c });
  });

  test.each([
    { because: 'there is no new one', state: idle, sentence: /MONAGO_KMS_KEY/ },
    { because: 'the only one left was retired', state: retired, sentence: /MONAGO_KMS_KEY/ },
    { because: 'it was retired', state: retired, wanted: 'local:a', sentence: /was retired/ },
    { because: 'it is in use', state: idle, wanted: 'local:a', sentence: /in use/ },
    { because: 'it is not here', state: idle, wanted: 'local:x', sentence: /not among/ },
  ])('refuses a key when $because', async ({ state, wanted, sentence }) => {
    const held = state === idle ? [a] : [a, b];
    await expect(planStage(state, choice(held, wanted))).rejects.toThrow(sentence);
  });
});

describe('activating', () => {
  test('needs the key here and on every running node, and names the nodes that lack it', () => {
    const lacking = { ...staged, holders: [...staged.holders, holder('three/9f', a, a)] };
    expect(() => planActivate(lacking, [a.kekRef, b.kekRef])).toThrow(/Missing on: three\/9f/);
    expect(() => planActivate(staged, [a.kekRef])).toThrow(/local:b is not here/);
    const change = planActivate(staged, [a.kekRef, b.kekRef]);
    expect(change).toMatchObject({ step: 'activate', kekRef: 'local:b', fact: { remaining: 7 } });
  });

  test('again does nothing', () => {
    for (const state of [activated, rewrapped, verified]) {
      expect(planActivate(state, [a.kekRef, b.kekRef])).toBeUndefined();
    }
  });
});

describe('retiring', () => {
  test('forgets the former key, and again does nothing', () => {
    const change = planRetire(verified);
    expect(change).toMatchObject({ step: 'retire', kekRefs: ['local:a'] });
    expect(change?.fact).toMatchObject({ step: 'retired', from: ['local:a'], to: 'local:b' });
    expect(planRetire(retired)).toBeUndefined();
  });

  test('waits for a node that still wraps under it, and names that node', () => {
    const behind = { ...verified, holders: [...verified.holders, holder('slow/01', a, a, b)] };
    expect(() => planRetire(behind)).toThrow(/still wraps under a former key: slow\/01/);
  });

  test('waits for what may still be on its way into the database, to the second', () => {
    const early = { ...verified, now: now - 2_500 };
    expect(() => planRetire(early)).toThrow(/Try again in 3 s/);
  });
});

test.each([
  [idle, 'no rotation is under way'],
  [staged, 'monago key rotate activate'],
  [activated, 'monago key rotate rewrap'],
  [rewrapped, 'monago key rotate verify'],
  [verified, 'monago key rotate retire'],
  [retired, 'no rotation is under way'],
])('the way through a rotation is told at each step', (state, next) => {
  expect(nextStep(state)).toBe(next);
});
