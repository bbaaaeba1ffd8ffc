import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrubAwsDetail } from '../../src/adapters/providers/aws-error.ts';
import { scrubProviderDetail } from '../../src/adapters/providers/scrub-provider-detail.ts';
import { encodePiece } from '../leaks/encodings.ts';

const pieceLength = 5;
const runs = 100_000;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphanumeric = `${letters}${letters.toLowerCase()}0123456789`;
const base32 = `${letters}234567`;

type Scrub = (text: string, sent: Buffer) => string;

interface Sent {
  /** What the provider was shown, field by field. */
  readonly fields: readonly string[];
  readonly scrub: Scrub;
}

function draw(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

const apiKey = (prefix: string, alphabet: string, scrub: Scrub = scrubProviderDetail): Sent => ({
  fields: [prefix + draw(alphabet, 20 + randomInt(40))],
  scrub,
});

/** A key of each provider, in each of its fields. */
const kinds: readonly (() => Sent)[] = [
  () => apiKey('sk-proj-', `${alphanumeric}_-`),
  () => apiKey('sk-ant-api03-', `${alphanumeric}_-`),
  () => apiKey('', `${alphanumeric}/+=_-.~!$&'()*,;:@%`),
  () => apiKey('ABSK', `${alphanumeric}+/`, scrubAwsDetail),
  () => apiKey('bedrock-api-key-', `${alphanumeric}+/=`, scrubAwsDetail),
  () => ({ fields: [`AKIA${draw(base32, 16)}`], scrub: scrubAwsDetail }),
  () => ({
    fields: [`ASIA${draw(base32, 16)}`, `${draw(`${alphanumeric}+/`, 60 + randomInt(30))}==`],
    scrub: scrubAwsDetail,
  }),
];

/** Some hundred keys, so that the pieces of each have to be written in every form only once. */
const keys = kinds.flatMap((make) => Array.from({ length: 100 }, make));

const writers: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  reversed: (text) => [...text].reverse().join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  percent: encodeURIComponent,
  'percent, all': (text) => bytewise(text, (hex) => `%${hex.toUpperCase()}`),
  'JSON, slashes': (text) => text.replaceAll('/', '\\/'),
  'JSON, all': (text) => bytewise(text, (hex) => `\\u00${hex}`),
  'hexadecimal entities': (text) => bytewise(text, (hex) => `&#x${hex};`),
  'UTF-16': (text) => [...text].join('\0'),
  'with invisible characters': (text) => [...text].join('\u200b'),
  masked: (text) => `${text.slice(0, 8)}${'*'.repeat(12)}${text.slice(-4)}`,
};

function bytewise(text: string, write: (hex: string) => string): string {
  return Buffer.from(text).toString('hex').replace(/../g, write);
}

const words = fc.constantFrom(
  '',
  'Incorrect API key provided: ',
  'The request was: ',
  'authorization=Bearer ',
  'Provided: "',
  '{"key":"',
  ': ',
  'é§ ',
);

const message = fc.record({
  sent: fc.constantFrom(...keys),
  writer: fc.constantFrom(...Object.keys(writers)),
  field: fc.nat(1),
  from: fc.nat(80),
  length: fc.integer({ min: pieceLength, max: 120 }),
  before: words,
  after: words,
});

describe('what is shown of a provider’s own words', () => {
  test(`never holds ${pieceLength} characters of the key in any form, in ${runs} messages`, () => {
    fc.assert(
      fc.property(
        message,
        ({ sent: { fields, scrub }, writer, field, from, length, ...around }) => {
          const key = fields[field % fields.length] ?? '';
          const start = from % Math.max(1, key.length - pieceLength);
          const echo = writers[writer]?.(key.slice(start, start + length)) ?? '';
          const text = `${around.before}${echo}${around.after}`;
          return !holdsPiece(scrub(text, Buffer.from(fields.join(''))), key);
        },
      ),
      { numRuns: runs },
    );
  });

  test('the check itself finds a piece in every form', () => {
    const key = 'sk-proj-aB3/dE6+gH9_jK2-mN5';
    for (const [name, write] of Object.entries(writers)) {
      if (name === 'masked') continue;
      expect(holdsPiece(`said: ${write(key.slice(6, 20))}.`, key), name).toBe(true);
      expect(holdsPiece(`said: ${write('XwVuTsRqPoNm')}.`, key), name).toBe(false);
    }
  });

  test('keeps what is none of the key', () => {
    const text = 'Your organization must be verified to use this model. Please go to settings.';
    const key = Buffer.from(`sk-proj-${draw(alphanumeric, 40)}`);
    expect(scrubProviderDetail(text, key)).toBe(text);
    expect(scrubAwsDetail(text, key)).toBe(text);
  });
});

interface Pieces {
  readonly anyCase: ReadonlySet<string>;
  readonly exact: ReadonlySet<string>;
  readonly lengths: readonly number[];
}

const piecesOfKey = new Map<string, Pieces>();

function holdsPiece(shown: string, key: string): boolean {
  const pieces = piecesOfKey.get(key) ?? piecesOf(key);
  piecesOfKey.set(key, pieces);
  const printed = shown.replace(/[\0\u200b]/g, '');
  const folded = printed.toLowerCase();
  return pieces.lengths.some((length) => {
    for (let at = 0; at + length <= printed.length; at += 1) {
      if (pieces.anyCase.has(folded.slice(at, at + length))) return true;
      if (pieces.exact.has(printed.slice(at, at + length))) return true;
    }
    return false;
  });
}

function piecesOf(key: string): Pieces {
  const anyCase = new Set<string>();
  const exact = new Set<string>();
  for (let at = 0; at + pieceLength <= key.length; at += 1) {
    const piece = key.slice(at, at + pieceLength);
    anyCase.add(bytewise(piece, (hex) => `&#x${hex};`));
    for (const { form, bytes } of encodePiece(piece)) {
      const text = bytes.toString('latin1');
      // In base64 the other case is another key.
      if (form.startsWith('base64')) exact.add(text);
      else anyCase.add(text.toLowerCase());
    }
  }
  const lengths = new Set([...anyCase, ...exact].map((text) => text.length));
  return { anyCase, exact, lengths: [...lengths] };
}
