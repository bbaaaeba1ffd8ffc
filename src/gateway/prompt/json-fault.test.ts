import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonFault } from './json-fault.ts';

describe('what is refused', () => {
  test.each([
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{"a":1}x', 7],
    ['', 0],
    ['  ', 2],
    ['{"a":"b', 5],
    ['{"a":"b\n"}', 7],
    ['{"a":"\\x"}', 6],
    ['{"a":"\\u12g4"}', 6],
    ['[01]', 2],
    ['[+1]', 1],
    ['[1.]', 2],
    ['[NaN]', 1],
    ['\ufeff{}', 0],
    ['{"model":"a","model":"b"}', 13],
    ['{"model":"a","mod\\u0065l":"b"}', 13],
    ['{"a":{"b":1,"b":2}}', 12],
  ])('%j at character %i', (text, position) => {
    expect(findJsonFault(text)?.position).toBe(position);
  });

  test('nesting deeper than 64 levels', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(findJsonFault(nested(64))).toBeUndefined();
    expect(findJsonFault(nested(65))?.problem).toContain('64');
    expect(findJsonFault('['.repeat(1_000_000))?.problem).toContain('64');
  });
});

describe('what is accepted', () => {
  test('every JSON value without repeated names', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
        expect(findJsonFault(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('exactly what JSON.parse accepts, repeated names and depth aside', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"b"',
        '1',
        '-0',
        '0.5e3',
        '1e',
        'true',
        'null',
        ' ',
        '"\\n"',
        '"\\',
        '\t',
        'nul',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const fault = findJsonFault(text);
        if (fault?.problem.includes('twice') === true) return;
        expect(fault === undefined, text).toBe(parses(text));
      }),
      { numRuns: 5_000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
