import { expect, test } from 'vitest';
import { formatted, shownText } from './shown-text.ts';

test('layout stays, and what could disguise a text is shown', () => {
  expect(shownText('a\n\tb')).toBe('a\n\tb');
  expect(shownText('a\u202eb\u200b\r\u0000')).toBe('a\\u{202e}b\\u{200b}\\u{d}\\u{0}');
});

test('JSON is laid out, anything else is left alone', () => {
  expect(formatted('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(formatted('hello')).toBeUndefined();
  expect(formatted('12')).toBeUndefined();
});
