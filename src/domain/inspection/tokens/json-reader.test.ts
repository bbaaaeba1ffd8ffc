import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonReader } from './json-reader.ts';

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A JSON text with the string in it, some of its units written as escapes. */
const written = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 30 }), fc.array(fc.boolean(), { maxLength: 30 }))
  .map(([text, isEscaped]) => {
    const units = Array.from({ length: text.length }, (_, at) => text.charAt(at));
    const body = units.map((unit, at) =>
      isEscaped[at] === true ? escaped(unit) : JSON.stringify(unit).slice(1, -1),
    );
    return `{"a":"${body.join('')}","b":[1,"\\\\u0041"]}`;
  });
const pieces = (text: string, sizes: readonly number[]): string[] => {
  const cut: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(text.slice(at, at + size));
    at += size;
  }
  return cut;
};
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('JsonReader', () => {
  test('what it reads is JSON that says the same', () => {
    fc.assert(
      fc.property(written, (text) => {
        const reader = new JsonReader();
        const said = reader.read(text) + reader.readRest();
        // Ends of lines stand in it as they are.
        const json = said.replace(/[\n\r\t]/g, (sign) => JSON.stringify(sign).slice(1, -1));
        expect(JSON.parse(json)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('the pieces make no difference, and taken without edits it is what was written', () => {
    fc.assert(
      fc.property(written, sizes, sizes, (text, cuts, takes) => {
        const whole = new JsonReader();
        const said = whole.read(text) + whole.readRest();
        const reader = new JsonReader();
        let read = '';
        let taken = '';
        let left = 0;
        for (const [turn, piece] of pieces(text, cuts).entries()) {
          const more = reader.read(piece);
          read += more;
          left += more.length;
          const units = Math.min(left, takes[turn % takes.length] ?? 0);
          taken += reader.take(units, []);
          left -= units;
        }
        const rest = reader.readRest();
        expect(read + rest).toBe(said);
        expect(taken + reader.take(left + rest.length, [])).toBe(text);
      }),
    );
  });

  test('an edit replaces every escape of what it covers, and nothing beside it', () => {
    const reader = new JsonReader();
    const said = reader.read('{"to":"\\u0061na\\u0040x.id \\u00e9"}');
    const start = said.indexOf('ana');
    expect(reader.take(said.length, [{ start, end: start + 8, text: '[EMAIL]' }])).toBe(
      '{"to":"[EMAIL] \\u00e9"}',
    );
  });

  test('what is no escape of JSON stays as it is', () => {
    const reader = new JsonReader();
    expect(reader.read('"\\x \\u12 \\u12G4 \\') + reader.readRest()).toBe('"\\x \\u12 \\u12G4 \\');
  });
});
