import { existsSync, readdirSync, readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyLimits,
  canonicalJson,
  encodeStrict,
  parseCanonical,
} from '../../src/domain/audit/jcs.ts';

const folder = new URL('../../../shared/vectors/jcs/testdata/', import.meta.url);
const isAbsent = !existsSync(folder);
const skipped = isAbsent ? ' (skipped: ../shared/vectors/jcs is not here)' : '';

describe.skipIf(isAbsent)(`RFC 8785 vectors${skipped}`, () => {
  const names = isAbsent ? [] : readdirSync(new URL('input', folder));

  test('there are six pairs', () => {
    expect(names).toHaveLength(6);
  });

  test.each(names)('%s', (name) => {
    const input: unknown = JSON.parse(readFileSync(new URL(`input/${name}`, folder), 'utf8'));
    const hex = readFileSync(new URL(`outhex/${name.replace('.json', '.txt')}`, folder), 'utf8');
    expect(Buffer.from(canonicalJson(input)).toString('hex')).toBe(hex.replaceAll(/\s/g, ''));
  });
});

const allowed = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: bodyLimits.depthMax - 1 },
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.maxSafeInteger().map((integer) => integer + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__' && key !== 'toJSON'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

test('in the allowed domain the strict encoder agrees with an independent implementation', () => {
  fc.assert(
    fc.property(allowed, (value) => {
      expect(encodeStrict(value)).toBe(canonicalize(value));
    }),
    { numRuns: 500 },
  );
});

test('what was encoded reads back, and any other spelling of it is refused', () => {
  fc.assert(
    fc.property(allowed, (value) => {
      const text = encodeStrict(value);
      expect(encodeStrict(parseCanonical(text))).toBe(text);
      expect(() => parseCanonical(` ${text}`)).toThrowError(
        expect.objectContaining({ code: 'bad_json' }),
      );
    }),
  );
});
