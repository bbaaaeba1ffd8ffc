import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { textOf, utf8 } from './bytes.ts';
import { encodeLeaf, genesisHash, type Leaf, leafBytesMax, parseLeaf } from './leaf.ts';
import { formatTime, isTime, parseTime } from './time.ts';

const leaf: Leaf = {
  origin: 'audit.example/log/01',
  index: 3,
  class: 'ai',
  classIndex: 1,
  time: '2026-02-28T23:59:59.000001Z',
  prev: new Uint8Array(genesisHash('audit.example/log/01')),
  body: '{"a":1}',
};
const text = textOf(encodeLeaf(leaf));

test('a leaf reads back as it was written', () => {
  expect(parseLeaf(utf8(text))).toEqual(leaf);
});

describe('a leaf has one spelling', () => {
  test.each<[string, string]>([
    ['another format name', text.replace('@v1', '@v2')],
    ['no line feed at the end', text.slice(0, -1)],
    ['an eighth line', `${text}\n`],
    ['a line of text behind it', `${text}{}\n`],
    ['a line less', text.replace('{"a":1}\n', '')],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['an index with a leading zero', text.replace('\n3\n', '\n03\n')],
    ['an index beyond exact numbers', text.replace('\n3\n', '\n9007199254740992\n')],
    ['an unknown class', text.replace('ai 1', 'bi 1')],
    ['a class without a counter', text.replace('ai 1', 'ai')],
    ['two spaces after the class', text.replace('ai 1', 'ai  1')],
    ['a third word after the class', text.replace('ai 1', 'ai 1 1')],
    ['a time with three digits', text.replace('.000001Z', '.001Z')],
    ['a time in another zone', text.replace('.000001Z', '.000001+00:00')],
    ['a day that does not exist', text.replace('02-28', '02-29')],
    ['a hash that is too short', text.replace(encodeBase64(leaf.prev), 'AAAA')],
    [
      'a hash that is not canonical',
      text.replace(encodeBase64(leaf.prev), `${encodeBase64(leaf.prev)}=`),
    ],
    ['a space in the name of the log', text.replace('log/01', 'log 01')],
    ['a byte order mark', `\uFEFF${text}`],
    ['nothing', ''],
  ])('%s is refused', (_, other) => {
    expect(other).not.toBe(text);
    expect(() => parseLeaf(utf8(other))).toThrowError(
      expect.objectContaining({ code: expect.stringMatching(/^bad_(leaf|base64)$/) }),
    );
  });

  test('bytes that are not UTF-8 are refused', () => {
    const bytes = utf8(text).with(-5, 0xff);
    expect(() => parseLeaf(bytes)).toThrowError(expect.objectContaining({ code: 'bad_utf8' }));
  });

  test('a leaf that is too long is refused on both sides', () => {
    const body = 'x'.repeat(leafBytesMax);
    expect(() => encodeLeaf({ ...leaf, body })).toThrowError(
      expect.objectContaining({ code: 'bad_leaf' }),
    );
    expect(() => parseLeaf(utf8(text.replace('{"a":1}', body)))).toThrowError(
      expect.objectContaining({ code: 'bad_leaf' }),
    );
  });

  test('a body with a line feed cannot be written', () => {
    expect(() => encodeLeaf({ ...leaf, body: '{}\n{}' })).toThrowError(
      expect.objectContaining({ code: 'bad_leaf' }),
    );
  });
});

test('times read back to the microsecond and sort as text', () => {
  const micros = fc.integer({ min: 0, max: 250_000_000_000_000_000 / 1000 });
  fc.assert(
    fc.property(micros, micros, (a, b) => {
      expect(parseTime(formatTime(a))).toBe(a);
      expect(formatTime(a) < formatTime(b)).toBe(a < b);
    }),
  );
});

test.each([
  ['2024-02-29', true],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2026-04-31', false],
  ['2026-13-01', false],
])('whether %s is a day: %s', (day, isDay) => {
  expect(isTime(`${day}T00:00:00.000000Z`)).toBe(isDay);
});

test('base64 is what everybody else writes, and only that is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const encoded = encodeBase64(bytes);
      expect(encoded).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(encoded)).toEqual(bytes);
    }),
  );
  for (const bad of [
    'A',
    'AA',
    'AAA',
    'AA=A',
    'AB==',
    'AAB=',
    'AA-_',
    'A===',
    '====',
    ' AAA',
    'AAAA\n',
    'ÀAAA',
  ]) {
    expect(() => decodeBase64(bad), bad).toThrowError(
      expect.objectContaining({ code: 'bad_base64' }),
    );
  }
});
