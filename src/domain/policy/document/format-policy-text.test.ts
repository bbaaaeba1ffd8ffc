import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatPolicyText } from './format-policy-text.ts';
import { noDeclarations, parsePolicies } from './parse-policies.ts';

const format = (text: string) => formatPolicyText(text, noDeclarations);
const commentsOf = (text: string) =>
  [...text.matchAll(/(?:^|\s)#(.*)$/gm)].map(([, comment = '']) => comment.trim());

const commented = `# Of the whole file.

# Of the policy.
effect: [deny]   # why it denies
name: abc
# Above the priority.
priority: 80
match:
  # Above the model.
  model: [gpt-4o] # the only one
when: risk.score > 50
tests:
  # Of the test.
  - name: one
    given: {risk.score: 60} # over it
    expect: {decision: deny}
# At the end.
---
# Of another.
name: xyz
effect:
  # Of an element.
  - deny
  - flag: {tag: a, severity: low}
`;

describe('a text that is formatted', () => {
  test('says the same, spelt out, with conditions as block scalars', () => {
    const after = format(commented);
    expect(parsePolicies(after, noDeclarations)).toEqual(parsePolicies(commented, noDeclarations));
    expect(after).toContain('when: |');
    expect(after).toMatch(/^name: abc$/m);
  });

  test('keeps every comment', () => {
    expect(new Set(commentsOf(format(commented)))).toEqual(new Set(commentsOf(commented)));
    expect(commentsOf(format(commented))).toHaveLength(commentsOf(commented).length);
    expect(format(commented)).toMatch(/^# Of the whole file\.\n\n# Of the policy\.\nname: abc/);
    expect(format(commented)).toMatch(/# Above the priority\.\npriority: 80/);
  });

  test('keeps them where a list becomes several documents', () => {
    const list =
      '# All.\n- name: abc # first\n  effect: deny\n# Second.\n- name: xyz\n  effect: allow\n';
    const after = format(list);
    expect(commentsOf(after).sort()).toEqual(['All.', 'Second.', 'first']);
    expect(parsePolicies(after, noDeclarations)).toEqual(parsePolicies(list, noDeclarations));
  });

  test('stays as it is when it is formatted again', () => {
    expect(format(format(commented))).toBe(format(commented));
  });

  test('stays JSON', () => {
    const json = '{"name":"abc","effect":["deny"]}';
    expect(JSON.parse(format(json))).toMatchObject({ name: 'abc', effect: 'deny', priority: 50 });
    expect(JSON.parse(format(`[${json}, {"name":"xyz","effect":"allow"}]`))).toHaveLength(2);
  });

  test('is left alone when there are errors in it', () => {
    expect(format('name: abc\neffect: dney # no\n')).toBe('name: abc\neffect: dney # no\n');
  });
});

const folder = 'examples/policies';
test.each(readdirSync(folder))('%s keeps its comments and its meaning', (name) => {
  const before = readFileSync(join(folder, name), 'utf8');
  const after = format(before);
  expect(parsePolicies(after, noDeclarations).problems).toEqual([]);
  expect(parsePolicies(after, noDeclarations)).toEqual(parsePolicies(before, noDeclarations));
  expect(commentsOf(after)).toEqual(commentsOf(before));
  expect(format(after)).toBe(after);
});
