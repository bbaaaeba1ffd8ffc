import { expect, test } from 'vitest';
import { setUpTokenOf } from './set-up-token.ts';

test('the token is read out of the fragment', () => {
  expect(setUpTokenOf('#token=a-b_c')).toBe('a-b_c');
});

test.each(['', '#', '#token=', '#main'])('there is no token in "%s"', (hash) => {
  expect(setUpTokenOf(hash)).toBeUndefined();
});
