import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, undecodeSpan } from './decode-text.ts';
import { foldText, unfoldSpan } from './fold-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('foldText', () => {
  test('ASCII is returned as it is, without a map', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(foldText(text)).toEqual({ text, origins: undefined });
      }),
    );
  });

  test('each unit keeps an origin, in order, and the whole maps to the whole', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldText(text);
        const { origins } = folded;
        if (!origins) {
          expect(folded.text.length).toBe(text.length);
          return;
        }
        expect(origins.length).toBe(folded.text.length + 1);
        for (let at = 1; at < origins.length; at += 1) {
          expect(origins[at] ?? 0).toBeGreaterThan(origins[at - 1] ?? 0);
        }
        const whole = unfoldSpan(text, folded, { start: 0, end: folded.text.length });
        expect(foldText(text.slice(whole.start, whole.end)).text).toBe(folded.text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = foldText(text).text;
        expect(foldText(once).text).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('letters of another script stay in words of that script', () => {
    expect(foldText('Москва, Αθήνα').text).toBe('Москва, Αθήνα');
  });
});

describe('decodeText', () => {
  test('text without escapes has no decoded view', () => {
    expect(decodeText('100 % of 5%, C:\\users\\new & more')).toBeUndefined();
  });

  test('an escape written around one character maps back to the whole of it', () => {
    const text = 'x %41\\u0042&#67;&#x44; y';
    const decoded = decodeText(text);
    expect(decoded?.text).toBe('x ABCD y');
    expect(decoded && undecodeSpan(text, decoded, { start: 2, end: 6 })).toEqual({
      start: 2,
      end: text.length - 2,
    });
    expect(decoded && undecodeSpan(text, decoded, { start: 0, end: 1 })).toBeUndefined();
  });
});
