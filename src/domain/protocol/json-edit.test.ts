import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editJson, type JsonPath } from './json-edit.ts';

const document = '{ "a" : [1, {"b":"x\\u0041"} ,"s"], "n": 1.50, "c":{"d":[[],[ 2 ]]} }';

test('a value deep in a document is replaced and nothing else changes', () => {
  const edited = editJson(document, [{ path: ['a', 1, 'b'], text: '"y"' }]);
  expect(edited).toBe(document.replace('"x\\u0041"', '"y"'));
});

test('several values are replaced at once', () => {
  const edited = editJson(document, [
    { path: ['c', 'd', 1, 0], text: '{}' },
    { path: ['a', 2], text: 'null' },
    { path: ['n'], text: '2' },
  ]);
  expect(edited).toBe('{ "a" : [1, {"b":"x\\u0041"} ,null], "n": 2, "c":{"d":[[],[ {} ]]} }');
});

test('a member can be added and removed, and an item removed', () => {
  expect(editJson('{"a":{"b":1}}', [{ path: ['a', 'c'], text: '2' }])).toBe('{"a":{"b":1,"c":2}}');
  expect(editJson('{"a":1, "b":2}', [{ path: ['a'], text: undefined }])).toBe('{"b":2}');
  expect(
    editJson('{"a":[1, {"x":1.0} ,3]}', [
      { path: ['a', 0], text: undefined },
      { path: ['a', 1, 'x'], text: '7' },
    ]),
  ).toBe('{"a":[{"x":7},3]}');
});

test('a path that leads nowhere is an error', () => {
  expect(() => editJson('{"a":[1]}', [{ path: ['a', 3], text: '1' }])).toThrow('no value at 3');
  expect(() => editJson('{}', [{ path: ['a', 'b'], text: '1' }])).toThrow('no value at a');
});

test('a member with the name of a built-in one is a member like any other', () => {
  const edits = [
    { path: ['__proto__'], text: '2' },
    { path: ['constructor'], text: '3' },
  ];
  expect(editJson('{"__proto__":"a","constructor":"b"}', edits)).toBe(
    '{"__proto__":2,"constructor":3}',
  );
});

function stringPaths(value: unknown, path: JsonPath = []): JsonPath[] {
  if (typeof value === 'string') return [path];
  if (Array.isArray(value)) return value.flatMap((item, at) => stringPaths(item, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => stringPaths(inner, [...path, name]));
}

test('every string of any document can be replaced where it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, isPretty) => {
      const text = JSON.stringify(value, null, isPretty ? 2 : 0);
      const paths = stringPaths(JSON.parse(text));
      const edited = editJson(
        text,
        paths.map((path) => ({ path, text: '"!"' })),
      );
      const expected: unknown = JSON.parse(text, (_, inner: unknown) =>
        typeof inner === 'string' ? '!' : inner,
      );
      expect(JSON.parse(edited)).toEqual(expected);
    }),
  );
});
