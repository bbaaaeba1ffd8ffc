import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templates } from '../templates/templates.ts';
import { placeAt } from './yaml-place.ts';

/** `|` is where the cursor is. */
function at(marked: string) {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const { path, role, from } = placeAt(text, offset);
  return [path.join('.'), role, text.slice(from, offset)];
}

describe('the place of the cursor', () => {
  test.each([
    ['‸', '', 'key', ''],
    ['na‸', '', 'key', 'na'],
    ['name: x\nmo‸\nwhen: true', '', 'key', 'mo'],
    ['mode: en‸', 'mode', 'value', 'en'],
    ['mode: ‸', 'mode', 'value', ''],
    ['match:\n  pro‸', 'match', 'key', 'pro'],
    ['match:\n  provider: open‸', 'match.provider', 'value', 'open'],
    ['match:\n  provider:\n    - open‸', 'match.provider', 'item', 'open'],
    ['match: {provider: {not: bed‸', 'match.provider.not', 'value', 'bed'],
    ['match: {provider: {not: bedrock}, mo‸', 'match', 'key', 'mo'],
    ['match: {provider: {not: bedrock}}\n‸', '', 'key', ''],
    ['match: {model: [gpt-4o, cl‸', 'match.model', 'item', 'cl'],
    ['effect: [{deny: {code: x}}, {re‸', 'effect', 'key', 're'],
    ['effect:\n  - deny: {code: x}\n  - re‸', 'effect', 'item', 're'],
    ['effect:\n- re‸', 'effect', 'item', 're'],
    ['effect:\n  - redact: {types: [NIK, EM‸', 'effect.redact.types', 'item', 'EM'],
    ['when: pii.total > 0 && ri‸', 'when', 'value', 'pii.total > 0 && ri'],
    ['when: |\n  pii.total > 0\n  && ri‸', 'when', 'text', '&& ri'],
    ['when: |\n  size(request.tools) > 0 && {[\n\nef‸', '', 'key', 'ef'],
    ['tests:\n  - name: a\n    gi‸', 'tests', 'key', 'gi'],
    ['tests:\n  - name: a\n    given:\n      request.‸', 'tests.given', 'key', 'request.'],
    ['tests:\n  - name: a\n    given: {pii: {NI‸', 'tests.given.pii', 'key', 'NI'],
    ['tests:\n  - {name: "a, b: c", given: {req‸', 'tests.given', 'key', 'req'],
    ['tests:\n  - name: a\n    expect: {decision: de‸', 'tests.expect.decision', 'value', 'de'],
    ['name: a\n---\nmo‸', '', 'key', 'mo'],
    ['match: {x: [1\n---\nna‸', '', 'key', 'na'],
  ])('%j', (text, ...found) => {
    expect(at(text)).toEqual(found);
  });

  test('is found at every offset of every template, and begins before it', () => {
    for (const text of Object.values(templates)) {
      for (let offset = 0; offset <= text.length; offset += 1) {
        expect(placeAt(text, offset).from).toBeLessThanOrEqual(offset);
      }
    }
  });

  test('is found in any text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '  ',
      '- ',
      '"',
      "'",
      '|',
      '#',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, seed) => {
        const text = pieces.join('');
        const offset = seed % (text.length + 1);
        expect(placeAt(text, offset).from).toBeLessThanOrEqual(offset);
      }),
    );
  });
});
