import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrubProviderDetail } from './scrub-provider-detail.ts';

const key = Buffer.from('sk-proj-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7-0123456789');

describe('the provider detail', () => {
  test('keeps the words and loses the masked key that OpenAI echoes', () => {
    const echoed =
      'Incorrect API key provided: sk-proj-************6789. You can find it at example.';
    const scrubbed = scrubProviderDetail(echoed, key);
    expect(scrubbed).toContain('Incorrect API key provided:');
    expect(scrubbed).not.toMatch(/6789|sk-proj|\*/);
  });

  test('loses keys and tokens that are not the one that was sent', () => {
    const text = 'try sk-live_abcdefgh12345678 or eyJhbGciOi.eyJzdWIiOi.c2ln or Bearer abc.def';
    expect(scrubProviderDetail(text, key)).not.toMatch(/abcdefgh|eyJ|abc\.def/);
  });

  test('is one printable line of at most 300 characters', () => {
    const text = `a\u202eb\u0000c\r\nSet-Cookie: x ${'y'.repeat(5000)}`;
    const scrubbed = scrubProviderDetail(text, key);
    expect(scrubbed).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect([...scrubbed].length).toBeLessThanOrEqual(300);
  });

  test('never holds five characters of the key, however the provider encodes it', () => {
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'];
    const someKey = fc
      .array(fc.constantFrom(...alphabet), { minLength: 20, maxLength: 100 })
      .map((letters) => `sk-${letters.join('')}`);
    const encode = {
      raw: (text: string) => text,
      upper: (text: string) => text.toUpperCase(),
      base64: (text: string) => Buffer.from(text).toString('base64'),
      base64url: (text: string) => Buffer.from(text).toString('base64url'),
      hex: (text: string) => Buffer.from(text).toString('hex'),
    };
    const shape = fc.record({
      secret: someKey,
      before: fc.string({ unit: fc.constantFrom('.', ' ', ':', 'é', '§'), maxLength: 40 }),
      form: fc.constantFrom(...(['raw', 'upper', 'base64', 'base64url', 'hex'] as const)),
      from: fc.nat(90),
      length: fc.integer({ min: 5, max: 120 }),
    });
    fc.assert(
      fc.property(shape, ({ secret, before, form, from, length }) => {
        const encoded = encode[form](`${'x'.repeat(from % 3)}${secret}`);
        const start = form === 'raw' || form === 'upper' ? from % (encoded.length - 5) : 0;
        const echoed = encoded.slice(start, start + length);
        const scrubbed = scrubProviderDetail(`${before}${echoed}${before}`, Buffer.from(secret));
        return !sharesFive(scrubbed, encode[form](secret));
      }),
      { numRuns: 3000 },
    );
  });

  test('costs no more than a few milliseconds for a hostile message', () => {
    const before = process.cpuUsage();
    scrubProviderDetail('*a'.repeat(500_000), key);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(100);
  });
});

function sharesFive(scrubbed: string, encodedKey: string): boolean {
  const left = scrubbed.toLowerCase();
  const whole = encodedKey.toLowerCase();
  for (let at = 0; at + 5 <= whole.length; at += 1) {
    if (left.includes(whole.slice(at, at + 5))) return true;
  }
  return false;
}
