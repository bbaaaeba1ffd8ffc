import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditCardDetector } from './credit-card.ts';
import { builtinDetectors } from './detectors.ts';
import { emailDetector } from './email.ts';
import { inspectTexts } from './inspect-texts.ts';
import { nikDetector } from './nik.ts';

describe('EMAIL', () => {
  test.each([
    ['write to budi.santoso+work@mail.example.co.id, please', 1],
    ['<a@b.co>', 1],
    ['a@b.co;c@d.org', 2],
    ['no address @ all', 0],
    ['user@localhost', 0],
    ['@handle and name.@x.com', 0],
    ['git@github.com:owner/repo', 1],
    ['price@5.50', 0],
  ])('%j holds %i', (text, count) => {
    expect(emailDetector.count(text)).toBe(count);
  });
});

describe('CREDIT_CARD', () => {
  test.each([
    ['4111111111111111', 1],
    ['4111 1111 1111 1111', 1],
    ['4111-1111-1111-1111 12/27', 1],
    ['4111 1111 1111 1111 123', 1],
    ['3782 822463 10005', 1],
    ['4111111111111112', 0],
    ['1234567812345670', 0],
    ['41111111111111111111111111111111', 0],
    ['4111  1111 1111 1111', 0],
    ['5555555555554444 and 4111111111111111', 2],
  ])('%j holds %i', (text, count) => {
    expect(creditCardDetector.count(text)).toBe(count);
  });
});

describe('NIK', () => {
  test.each([
    ['NIK 3171014508900001', 1],
    ['3171010508900001', 1],
    ['3171 0145 0890 0001', 1],
    ['3171017208900001', 0],
    ['3171010513900001', 0],
    ['3171013002900001', 0],
    ['3171010508900000', 0],
    ['0971010508900001', 0],
    ['9871010508900001', 0],
    ['4111111111111111', 0],
    ['9571010508900001', 1],
    ['31710105089000012', 0],
  ])('%j holds %i', (text, count) => {
    expect(nikDetector.count(text)).toBe(count);
  });
});

describe('the detectors together', () => {
  test('report each type once with the number of its occurrences over all texts', () => {
    const texts = ['a@b.co', 'nothing', 'c@d.co and 3171010508900001'];
    expect(inspectTexts(texts, builtinDetectors)).toEqual({
      status: 'complete',
      findings: [
        { type: 'EMAIL', count: 2 },
        { type: 'NIK', count: 1 },
      ],
      incidents: [],
    });
  });

  test('a detector that throws makes the result unknown', () => {
    const broken = {
      type: 'EMAIL',
      count: () => {
        throw new Error('broken');
      },
    } as const;
    expect(inspectTexts(['x'], [nikDetector, broken]).status).toBe('failed');
  });

  test('never throw on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(inspectTexts([text], builtinDetectors).status).toBe('complete');
      }),
    );
  });

  test.each([
    ['@', '@'.repeat(400_000)],
    ['a@', 'a@'.repeat(200_000)],
    ['local parts', `${'a'.repeat(70)}@`.repeat(6_000)],
    ['domains', 'x@a.a.a.a.a.a.a.a.a.a.a.1'.repeat(16_000)],
    ['digits', '1'.repeat(400_000)],
    ['spaced digits', '4 '.repeat(200_000)],
    ['hyphens', '4-'.repeat(200_000)],
  ])('take linear time on hostile input: %s', (_name, text) => {
    const before = performance.now();
    inspectTexts([text], builtinDetectors);
    expect(performance.now() - before).toBeLessThan(1_500);
  });
});
