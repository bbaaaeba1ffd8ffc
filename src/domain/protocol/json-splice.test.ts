import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberText, spliceMembers } from './json-splice.ts';

const name = fc.constantFrom('model', 'stream', 'user', 'a"b', 'é', '\\', 'n');
const object = fc
  .dictionary(name, fc.jsonValue({ maxDepth: 3 }))
  .map((value) => JSON.stringify(value, null, 2));

describe('a splice', () => {
  test('replaces a value and leaves everything else as it is written', () => {
    const body = '{ "seed": 9007199254740993,\n "model" : "fast", "t":1.0,"s":"\\u00e9" }';
    expect(spliceMembers(body, { model: '"gpt-4o"' })).toBe(
      '{ "seed": 9007199254740993,\n "model" : "gpt-4o", "t":1.0,"s":"\\u00e9" }',
    );
  });

  test('adds a member that is not there at the end', () => {
    expect(spliceMembers('{"a":1 }', { b: 'true' })).toBe('{"a":1,"b":true }');
    expect(spliceMembers('{ }\n', { b: 'true' })).toBe('{"b":true }\n');
  });

  test.each([
    ['{"u":null,"a":1}', '{"a":1}'],
    ['{"a":1,"u":null}', '{"a":1}'],
    ['{"a":1, "u": {"x":[1,"}"]} , "b":2}', '{"a":1, "b":2}'],
    ['{"u":null}', '{}'],
    ['{ "u" : "," }', '{  }'],
  ])('removes a member from %s', (body, expected) => {
    expect(spliceMembers(body, { u: undefined })).toBe(expected);
  });

  test('means what the edit says, whatever the object', () => {
    fc.assert(
      fc.property(
        object,
        name,
        fc.option(fc.jsonValue(), { nil: undefined }),
        (text, key, value) => {
          const before = JSON.parse(text);
          const edit = value === undefined ? undefined : JSON.stringify(value);
          const after = JSON.parse(spliceMembers(text, { [key]: edit }));
          const { [key]: _, ...rest } = before;
          const expected = value === undefined ? rest : { ...before, [key]: value };
          expect(after).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('reads a member as it is written', () => {
    expect(memberText('{"a": {"b":1.0} ,"c":"d"}', 'a')).toBe('{"b":1.0}');
    expect(memberText('{"a":{"b":1}}', 'b')).toBeUndefined();
  });
});
