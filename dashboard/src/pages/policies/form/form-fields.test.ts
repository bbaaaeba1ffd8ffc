import { describe, expect, test } from 'vitest';
import { templateIds } from '../templates/template-ids.ts';
import { templates } from '../templates/templates.ts';
import { effectJson, formFields, matchJson } from './form-fields.ts';

describe('the form of a document', () => {
  test.each(templateIds)('shows everything of the template %s', (id) => {
    const fields = formFields(templates[id]);
    expect(fields?.unread).toEqual(new Set());
    expect(fields?.effects).not.toContain(undefined);
    expect(fields?.tests).toBeGreaterThan(1);
  });

  test('reads each way to say something', () => {
    const fields = formFields(`name: abc
match: {provider: {not: bedrock}, model: [a, b], tag: {any: x, not: [y, z]}}
phase: [response, stream]
when: true
effect: [deny, {redact: {types: [NIK]}}, {cap: {max_output_tokens: 5}}]
`);
    expect(fields?.match).toEqual({
      provider: { oneOf: [], noneOf: ['bedrock'] },
      model: { oneOf: ['a', 'b'], noneOf: [] },
      tag: { oneOf: ['x'], noneOf: ['y', 'z'] },
    });
    expect(fields?.texts.when).toBe('true');
    expect(fields?.phases).toEqual(['response', 'stream']);
    expect(fields?.effects.map((effect) => effect?.kind)).toEqual(['deny', 'redact', 'cap']);
  });

  test('writes back what it reads', () => {
    const { match = {} } = formFields('match: {provider: {not: bedrock}, model: [a, b]}') ?? {};
    expect(Object.values(match).map((values) => matchJson(values))).toEqual([
      { not: 'bedrock' },
      ['a', 'b'],
    ]);
    const { effects = [] } = formFields('effect: [deny, {flag: {tag: soc}}, {cap: {}}]') ?? {};
    expect(effects.flatMap((effect) => (effect ? [effectJson(effect)] : []))).toEqual([
      'deny',
      { flag: { tag: 'soc' } },
      { cap: {} },
    ]);
  });

  test('leaves to the YAML what it does not know', () => {
    const fields = formFields(`name: [a]
priority: high
match: {planet: mars}
effect: [deny, {explode: {}}, {deny: {}, allow: {}}]
`);
    expect([...(fields?.unread ?? [])]).toEqual(['name', 'priority', 'match']);
    expect(fields?.effects).toEqual([{ kind: 'deny', given: {} }, undefined, undefined]);
  });

  test('is not there for several policies or none', () => {
    for (const text of ['name: abc\n---\nname: def\n', '- name: abc\n', 'name: [', '']) {
      expect(formFields(text)).toBeUndefined();
    }
  });
});
