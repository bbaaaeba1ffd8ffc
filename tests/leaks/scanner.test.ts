import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CanaryMint, canaryKinds, makeBeacon } from './canary.ts';
import type { Form } from './encodings.ts';
import { pieceLength, piecesOf, Scanner } from './scanner.ts';

const mint = new CanaryMint();
const canary = mint.entrust('bedrock.secret_access_key', 'a test');
const bystander = mint.entrust('openai.api_key', 'a test');
const scanner = new Scanner(mint.made);
const secret = canary.text;

const written: Record<Form, (text: string) => string | Buffer> = {
  raw: (text) => text,
  'other case': swapCase,
  reversed: (text) => [...text].reverse().join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  percent: encodeURIComponent,
  'percent-all': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  json: (text) => JSON.stringify(text).replaceAll('/', '\\/').replaceAll('+', '\\u002b'),
  'json-all': (text) => [...text].map((sign) => `\\u${code(sign)}`).join(''),
  'utf-16': (text) => Buffer.from(text, 'utf16le'),
};

function code(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(4, '0');
}

function formsIn(bytes: string | Buffer): Form[] {
  const leaks = scanner.scan(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes));
  expect(leaks.every((leak) => leak.canary === canary.name)).toBe(true);
  return leaks.map(({ form }) => form);
}

function isForm(name: string): name is Form {
  return Object.hasOwn(written, name);
}

const noise = () => randomBytes(50).toString('latin1');

const certain = Object.keys(written).filter(isForm);

describe('the scanner', () => {
  // Whether base64 of a random key has signs that base64url writes in another way is left to chance.
  test.each(certain.filter((form) => form !== 'base64url'))(
    'finds the whole key written as %s',
    (form) => {
      const content = written[form](secret);
      const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1');
      expect(formsIn(Buffer.concat([Buffer.from(noise(), 'latin1'), bytes]))).toContain(form);
    },
  );

  test('finds base64 and base64url wherever in a group of three bytes the key begins', () => {
    for (const before of ['', 'x', 'xy', 'xyz', '{"key":"']) {
      expect(formsIn(Buffer.from(`${before}${secret}"}`).toString('base64'))).toContain('base64');
    }
    const text = 'a?>b~?>c?>~d?>~e?>';
    const own = { name: 'chosen', text, publicLength: 0, shownLength: 0, isEntrusted: true };
    for (const before of ['', 'x', 'xy']) {
      const url = Buffer.from(before + text).toString('base64url');
      const forms = new Scanner([own]).scan(Buffer.from(url)).map(({ form }) => form);
      expect(forms).toContain('base64url');
    }
  });

  test('finds each run of eight characters, in each form, and none of seven', () => {
    for (let at = 0; at + 8 <= secret.length; at += 1) {
      // Eight characters in another case are too few to tell them from chance.
      for (const form of certain.filter((each) => each !== 'other case')) {
        expect(formsIn(written[form](secret.slice(at, at + 8))), form).not.toEqual([]);
      }
      expect(formsIn(`.${secret.slice(at, at + 7)}.`)).toEqual([]);
    }
  });

  test('finds each run of twelve characters of a key that was misplaced', () => {
    const own = new CanaryMint();
    const { text } = own.misplace('custom.api_key', 'a test');
    const ofMisplaced = new Scanner(own.made);
    for (let at = 0; at + 16 <= text.length; at += 1) {
      expect(ofMisplaced.scan(Buffer.from(text.slice(at, at + 12)))).not.toEqual([]);
      expect(ofMisplaced.scan(Buffer.from(text.slice(at, at + 11)))).toEqual([]);
    }
  });

  test('finds a key in another case, but takes no other base64 for it', () => {
    for (const text of [secret.toUpperCase(), secret.toLowerCase(), swapCase(secret)]) {
      expect(formsIn(text)).toContain('other case');
    }
    expect(formsIn(Buffer.from(secret).toString('hex').toUpperCase())).toContain('hex');
    expect(formsIn(swapCase(Buffer.from(secret).toString('base64')))).toEqual([]);
  });

  test('finds what is packed, also twice, cut off or between other bytes', () => {
    const packed = gzipSync(`{"secret":"${secret}","more":"${randomBytes(400).toString('hex')}"}`);
    const around = (bytes: Buffer) => Buffer.concat([randomBytes(100), bytes, randomBytes(9)]);
    for (const bytes of [
      packed,
      around(packed),
      gzipSync(around(packed)),
      packed.subarray(0, -200),
    ]) {
      expect(scanner.scan(bytes)).toContainEqual(
        expect.objectContaining({ canary: canary.name, form: 'raw', inArchive: true }),
      );
    }
  });

  test('tells which key it found and where', () => {
    expect(scanner.scan(Buffer.from(`0123456789${bystander.text}`))).toContainEqual({
      canary: bystander.name,
      form: 'raw',
      at: 10 + bystander.publicLength,
      inArchive: false,
    });
  });

  test('finds a key at the very beginning and at the very end', () => {
    expect(formsIn(secret.slice(0, 8))).toContain('raw');
    expect(formsIn(`${noise()}${secret.slice(-8)}`)).toContain('raw');
  });

  test('says nothing of what is common to all keys, of what is shown on purpose, or of random bytes', () => {
    const shown = `sk-proj-…${bystander.text.slice(-4)} AKIA sk-ant-api03- ABSK ${makeBeacon()}`;
    expect(scanner.scan(Buffer.from(shown))).toEqual([]);
    expect(scanner.scan(randomBytes(4 * 1024 * 1024))).toEqual([]);
    expect(scanner.scan(Buffer.alloc(1024 * 1024))).toEqual([]);
  });

  test('reads 16 MiB within seconds, with hundreds of keys', () => {
    const many = new CanaryMint();
    for (let turn = 0; turn < 50; turn += 1) {
      for (const kind of canaryKinds) many.entrust(kind, 'a test');
    }
    const large = new Scanner(many.made);
    const bytes = randomBytes(16 * 1024 * 1024);
    const startedAt = performance.now();
    expect(large.scan(bytes)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('a canary', () => {
  test.each(canaryKinds)('%s is new each time and has pieces to look for', (kind) => {
    const own = new CanaryMint();
    const [first, second] = [own.entrust(kind, 'here'), own.entrust(kind, 'there')];
    const pieces = piecesOf(first, pieceLength);
    expect(first.text).not.toBe(second.text);
    expect(own.made).toEqual([first, second]);
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.every((piece) => /[^0-9A-Fa-f]/.test(piece))).toBe(true);
    expect(first.text).toMatch(/^[\x21-\x7e]{20,}$/);
  });
});

function swapCase(text: string): string {
  return [...text]
    .map((sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase()))
    .join('');
}
