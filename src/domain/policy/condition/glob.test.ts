import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

test.each([
  ['gpt-*', 'gpt-4o', true],
  ['gpt-*', 'gpt', false],
  ['*-4*', 'gpt-4o', true],
  ['mcp__*__exec', 'mcp__files__exec', true],
  ['mcp__*__exec', 'mcp__exec', false],
  ['a*a', 'a', false],
  ['a.c', 'abc', false],
  ['', '', true],
  ['*', '', true],
  ['**', 'x', true],
])('%j against %j: %s', (pattern, text, expected) => {
  expect(compileGlob(pattern)(text)).toBe(expected);
});

test('a star stands for any text', () => {
  const part = fc.string({ maxLength: 8 }).map((text) => text.replaceAll('*', ''));
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1 }),
      fc.array(part, { minLength: 1 }),
      (parts, fillings) => {
        const text = parts
          .map((piece, index) => piece + (index < parts.length - 1 ? (fillings[index] ?? '') : ''))
          .join('');
        expect(compileGlob(parts.join('*'))(text)).toBe(true);
      },
    ),
  );
});
