import { describe, expect, test } from 'vitest';
import {
  noDeclarations,
  parsePolicies,
} from '../../../../../src/domain/policy/document/parse-policies.ts';
import { templateIds } from '../templates/template-ids.ts';
import { templates } from '../templates/templates.ts';
import { type FieldPath, withField, withOneMoreEffect, withOneMoreTest } from './edit-document.ts';

const text = `# Why it is there
name: a-policy
priority: 80     # important
mode: monitor
match:
  # approved
  provider: {not: bedrock} # not ours
  model: gpt-4o
when: |
  pii.total > 0
  && risk.score > 5

# what happens
effect:
  - deny: {code: pii_blocked} # hard
  - flag: {tag: soc}
message: Not allowed here.
`;

const policyOf = (document: string) => {
  const { policies, problems } = parsePolicies(document, noDeclarations);
  expect(problems).toEqual([]);
  return policies[0];
};

describe('writing one field', () => {
  test('changes nothing but its value', () => {
    expect(withField(text, ['priority'], 7)).toBe(text.replace('80', '7'));
    expect(withField(text, ['mode'], 'enforce')).toBe(text.replace('monitor', 'enforce'));
    expect(withField(text, ['message'], 'No.')).toBe(text.replace('Not allowed here.', 'No.'));
  });

  test('keeps the comments around a condition', () => {
    expect(withField(text, ['when'], 'pii.total > 3')).toBe(
      text.replace(/when: \|\n.*\n.*\n/, 'when: pii.total > 3\n'),
    );
    expect(withField(text, ['when'], '"a" in request.tools')).toContain(
      'when: |\n  "a" in request.tools\n\n# what happens',
    );
  });

  test('keeps the comments at other values inside', () => {
    const written = withField(text, ['match', 'model'], ['o3', 'o4-*']);
    expect(written).toContain(
      '# approved\n  provider: {not: bedrock} # not ours\n  model: [o3, o4-*]\n',
    );
    expect(written).toContain('# what happens\n');
    const flagged = withField(text, ['effect', 1], { flag: { tag: 'privacy', severity: 'high' } });
    expect(flagged).toContain(
      '- deny: {code: pii_blocked} # hard\n  - {flag: {tag: privacy, severity: high}}\n',
    );
  });

  test('puts a new one where it belongs', () => {
    expect(withField(text, ['scope'], 'workspace:retail')).toContain(
      'priority: 80     # important\nscope: workspace:retail\nmode: monitor\n',
    );
    expect(withField(text, ['unless'], 'principal.mfa')).toContain(
      '&& risk.score > 5\nunless: principal.mfa\n\n# what happens\n',
    );
    expect(withField('mode: off\n', ['name'], 'x-y')).toBe('name: x-y\nmode: off\n');
    expect(withField('name: x-y', ['mode'], 'off')).toBe('name: x-y\nmode: off\n');
  });

  test('takes one out with its line', () => {
    expect(withField(text, ['priority'], undefined)).toBe(text.replace(/priority.*\n/, ''));
    expect(withField(text, ['match', 'model'], undefined)).toBe(
      text.replace('  model: gpt-4o\n', ''),
    );
    expect(policyOf(withField(text, ['effect', 0], undefined))?.effects).toHaveLength(1);
  });

  test('works on JSON too', () => {
    const json = '{"name": "a-policy", "effect": "deny"}';
    expect(policyOf(withField(json, ['mode'], 'enforce'))?.mode).toBe('enforce');
    expect(policyOf(withOneMoreEffect(json, 'log_only'))?.effects).toHaveLength(2);
  });

  test('leaves what cannot be read as it is', () => {
    for (const broken of ['name: [', 'name: a\n---\nname: b\n', '- a\n', '']) {
      expect(withField(broken, ['name'], 'new')).toBe(broken);
    }
  });
});

describe('one more effect', () => {
  test('stands behind those that are there', () => {
    expect(withOneMoreEffect(text, { log: { content: 'none' } })).toContain(
      '  - flag: {tag: soc}\n  - {log: {content: none}}\nmessage',
    );
    expect(
      policyOf(withOneMoreEffect('name: abc\neffect: deny # yes\n', 'log_only'))?.effects,
    ).toEqual([{ kind: 'deny', code: undefined }, { kind: 'log_only' }]);
    expect(policyOf(withOneMoreEffect('name: abc\n', 'deny'))?.effects).toHaveLength(1);
  });
});

test('one more test stands behind those that are there', () => {
  const added = {
    name: 'more',
    given: { 'risk.score': 3 },
    expect: { decision: 'allow' },
  } as const;
  const first = withOneMoreTest(text, added);
  expect(first).toContain(
    'here.\ntests:\n  - name: more\n    given: {risk.score: 3}\n    expect: {decision: allow}\n',
  );
  const second = withOneMoreTest(first, { ...added, name: 'yet more' });
  expect(policyOf(second)?.tests.map(({ name }) => name)).toEqual(['more', 'yet more']);
});

const edits: readonly (readonly [FieldPath, Parameters<typeof withField>[2], string])[] = [
  [['priority'], 33, 'priority'],
  [['mode'], 'enforce', 'mode'],
  [['when'], '"x" in principal.teams && pii.count("NIK") > 1', 'when'],
  [['unless'], 'principal.mfa', 'unless'],
  [['match', 'tag'], ['a', 'b'], 'match'],
  [['message'], 'It: is #not "so".', 'message'],
  [['framework_mapping'], ['uu-pdp-2022/art-35'], 'frameworkMapping'],
];

describe.each(templateIds)('in the template %s', (id) => {
  test.each(edits)('writing %j changes that field of the policy alone', (path, value, field) => {
    const before = policyOf(templates[id]);
    const after = policyOf(withField(templates[id], path, value));
    expect({ ...after, [field]: null }).toEqual({ ...before, [field]: null });
    expect(after).not.toEqual(before);
  });
});
