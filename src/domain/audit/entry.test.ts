import { describe, expect, test } from 'vitest';
import { sampleBody } from '../../../tests/vectors/sample-facts.ts';
import { encodeBody, parseBody } from './entry.ts';
import { canonicalJson, encodeStrict } from './jcs.ts';

test('a body reads back as the fact that it was', () => {
  for (let index = 0; index < 28; index++) {
    expect(parseBody(encodeBody(sampleBody(index)))).toEqual(sampleBody(index));
  }
});

describe('nothing but the fields of a type gets in', () => {
  const created = sampleBody(3);

  test.each<[string, object, string]>([
    ['a field that the type does not have', { prompt: 'hello' }, 'bad_body'],
    ['a field that another type has', { confirm: 'typed_name', reason: 'x' }, 'bad_body'],
    ['a nested field too many', { credential: { secret: 'sk-1' } }, 'bad_body'],
    ['a value of another kind', { changes: 'none' }, 'bad_body'],
    [
      'a change of a field that may not be shown',
      { changes: [{ field: 'secret', old: 'a', new: 'b' }] },
      'bad_body',
    ],
    ['an id of another kind', { id: 'req_00000000000000000000000000000000' }, 'bad_body'],
    ['a later version', { v: 2 }, 'unknown_body'],
    ['an unknown type', { type: 'credential.shown' }, 'unknown_body'],
  ])('%s', (_, patch, code) => {
    const text = canonicalJson({ ...created, ...patch });
    expect(() => parseBody(text)).toThrowError(expect.objectContaining({ code }));
  });

  test('a text that is too long is refused rather than cut', () => {
    const long = { ...sampleBody(0), node: 'x'.repeat(1025) };
    expect(() => encodeBody(long)).toThrowError(expect.objectContaining({ code: 'bad_json' }));
  });
});

class Money {
  amount = 1;
}

test.each<[string, unknown]>([
  ['a float', 1.5],
  ['not a number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['minus zero', -0],
  ['an unsafe integer', 2 ** 53],
  ['undefined', undefined],
  ['undefined in an object', { a: undefined }],
  ['a hole in an array', new Array(1)],
  ['a bigint', 1n],
  ['a symbol', Symbol('a')],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['bytes', new Uint8Array(1)],
  ['an object of a class', new Money()],
  ['a key toJSON', { toJSON: 1 }],
  ['a key __proto__', JSON.parse('{"__proto__":1}')],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['a string that is too long', 'x'.repeat(1025)],
  ['an array that is too long', new Array(257).fill(0)],
  ['nesting that is too deep', [[[[[[[[[]]]]]]]]]],
])('%s cannot be in an entry', (_, value) => {
  expect(() => encodeStrict(value)).toThrowError(expect.objectContaining({ code: 'bad_json' }));
});
