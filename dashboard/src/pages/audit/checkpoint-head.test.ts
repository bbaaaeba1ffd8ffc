import { expect, test } from 'vitest';
import { checkpointHeadOf, keyIdOf } from './checkpoint-head.ts';

test('size and root are read out of a checkpoint', () => {
  const note = 'audit.example/ten_1\n311\ncm9vdA==\n\n— audit.example/ten_1 c2ln\n';
  expect(checkpointHeadOf(note)).toEqual({ size: 311, root: 'cm9vdA==' });
});

test.each(['', 'audit.example\n', 'audit.example\nmany\ncm9vdA==\n'])(
  'there is no checkpoint in %j',
  (note) => {
    expect(checkpointHeadOf(note)).toBeUndefined();
  },
);

test('the key id is the middle of a verifier key, whose last part may hold a plus', () => {
  expect(keyIdOf('audit.example/ten_1+8f2a91c4+AdmF+z==')).toBe('8f2a91c4');
});
