import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packsOf } from '../packs/packs.ts';
import { decodeBase64 } from './base64-text.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const plan = compilePlan({ packs: packsOf(['id', 'us']) });

function encode(text: string, encoding: 'base64' | 'base64url'): string {
  return Buffer.from(text).toString(encoding);
}

describe('text in Base64', () => {
  test.each(['base64', 'base64url'] as const)('is looked into, in %s', (encoding) => {
    const token = encode('write to ani.wijaya@kantor.co.id soon', encoding);
    const text = `payload: "${token}", and so on`;
    expect(scanText(text, plan)).toEqual([
      {
        type: 'EMAIL',
        start: text.indexOf(token),
        end: text.indexOf(token) + token.length,
        score: 0.97,
        detector: 'core.email',
        evidence: { encoded: true },
      },
    ]);
  });

  test('keeps apart what stands in different tokens', () => {
    const text = `${encode('my telephone number is this:', 'base64url')} ${encode('81234567 81234567 81234567', 'base64url')}`;
    expect(scanText(text, plan).filter(({ type }) => type === 'PHONE')).toEqual([]);
  });

  test.each([
    ['Words', 'internationalizationConfigurationProvider'],
    ['A path', '/usr/local/share/applications/defaults'],
    ['Random bytes', encode('\u0000\u0001\u00ff', 'base64').repeat(12)],
    ['A short token', encode('a@b.example', 'base64')],
  ])('%s are no text', (_, text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  test('comes out as it went in', () => {
    const written = fc
      .string({ unit: 'grapheme', minLength: 18 })
      .filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(written, (text) => {
        const token = encode(text, 'base64');
        const piece = decodeBase64(`> ${token} <`)?.pieces[0];
        expect(piece?.token).toEqual({ start: 2, end: 2 + token.length });
        expect(decodeBase64(`> ${token} <`)?.text.slice(piece?.start, piece?.end)).toBe(text);
      }),
    );
  });
});
