import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitJson, RawJson } from './json-text.ts';
import { type JsonNode, parseJsonTree } from './json-tree.ts';

function plain(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(plain);
  if (node.kind !== 'object') return node.value;
  return Object.fromEntries([...node.members].map(([name, value]) => [name, plain(value)]));
}

describe('a JSON tree', () => {
  test('says what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 5 }), (text) => {
        expect(JSON.stringify(plain(parseJsonTree(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0n1.e-+ \ntrue') }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(() => parseJsonTree(text)).not.toThrow();
        else expect(() => parseJsonTree(text)).toThrow(SyntaxError);
      }),
      { numRuns: 2_000 },
    );
  });

  test('keeps every value as it was written', () => {
    const text = '{ "big": 9007199254740993, "one": 1.0, "s": "\\u00e9\\/", "list": [ 1e3 ] }';
    const tree = parseJsonTree(text);
    if (tree.kind !== 'object') throw new Error('no object');
    expect([...tree.members].map(([name, { raw }]) => [name, raw])).toEqual([
      ['big', '9007199254740993'],
      ['one', '1.0'],
      ['s', '"\\u00e9\\/"'],
      ['list', '[ 1e3 ]'],
    ]);
    expect(tree.raw).toBe(text);
  });

  test('takes a string of ten megabytes', () => {
    const text = JSON.stringify({ data: 'QUJD'.repeat(2_500_000) });
    expect(parseJsonTree(text).raw).toHaveLength(text.length);
  });
});

describe('written JSON', () => {
  test('is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.object({ values: [fc.string(), fc.integer(), fc.boolean()] }), (value) => {
        const emittable = JSON.parse(JSON.stringify(value));
        expect(emitJson(emittable)).toBe(JSON.stringify(emittable));
      }),
    );
  });

  test('leaves out what is undefined and keeps raw pieces as they are', () => {
    const raw = new RawJson('{"b":9007199254740993,"a":1.0}');
    expect(emitJson({ b: undefined, a: raw, c: [null, raw] })).toBe(
      '{"a":{"b":9007199254740993,"a":1.0},"c":[null,{"b":9007199254740993,"a":1.0}]}',
    );
  });
});
