import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProviderKey } from './provider-key.ts';

const key = 'sk-proj-0123456789abcdefWXYZ';

describe('a pasted provider key', () => {
  test('is taken character by character', () => {
    const read = readProviderKey(key);
    if (!read.isWellFormed) throw new Error(read.because);
    expect(read.secret.reveal().toString('latin1')).toBe(key);
    expect(read.last4).toBe('WXYZ');
  });

  test.each([
    ['a trailing line feed', `${key}\n`],
    ['a trailing CR LF', `${key}\r\n`],
    ['a leading blank', ` ${key}`],
    ['a trailing tab', `${key}\t`],
    ['a no-break space at its end', `${key}\u00a0`],
    ['a byte order mark in front', `\ufeff${key}`],
  ])('is refused with %s, and says so', (_, text) => {
    expect(readProviderKey(text)).toEqual({
      isWellFormed: false,
      because: 'Invalid API key: it begins or ends with a blank or a line break. Paste it without.',
    });
  });

  test.each([
    ['a header of its own', `${key}\r\nX-Evil: 1`],
    ['a blank inside', `${key} ${key}`],
    ['a NUL', `${key}\0${key}`],
    ['a letter outside ASCII', `${key}é`],
    ['19 characters', 'x'.repeat(19)],
    ['4,097 characters', 'x'.repeat(4097)],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(readProviderKey(text).isWellFormed).toBe(false);
  });

  test('is well formed exactly when it is 20 to 4,096 visible ASCII characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const isVisible = [...text].every((c) => c >= '!' && c <= '~');
        expect(readProviderKey(text).isWellFormed).toBe(isVisible && text.length >= 20);
      }),
    );
    expect(readProviderKey('x'.repeat(20)).isWellFormed).toBe(true);
    expect(readProviderKey('x'.repeat(4096)).isWellFormed).toBe(true);
  });

  test('never repeats a malformed key in its reason', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 60 }), (text) => {
        const read = readProviderKey(` ${text}`);
        if (!read.isWellFormed && text.trim().length >= 8) {
          expect(read.because).not.toContain(text);
        }
      }),
    );
  });
});
