import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { sha256 } from '../../audit/sha256.ts';
import { formatCondition } from '../condition/format-condition.ts';
import { parseCondition } from '../condition/parser.ts';
import { formatPolicies } from './format-policies.ts';
import { formatPolicyText } from './format-policy-text.ts';
import { noDeclarations, parsePolicies } from './parse-policies.ts';
import type { Policy } from './policy.ts';
import { policyHash } from './policy-hash.ts';
import { policyJson } from './policy-json.ts';

// Texts that YAML reads as something else, or folds, unless they are spelt with care.
const text = fc.constantFrom(
  ...['x', 'é😀', 'a: b', '# x', 'x #y', '- a', '"q"', "it's", 'true', 'no', 'null', '~', '0x1F'],
  ...['1e3', '2026-01-01', 'a\nb', 'a\n\nb\n', '  lead', 'trail ', 'a\tb', '@x', '%y', '`z`', '*'],
  ...[
    '&a',
    '!t',
    '{x}',
    '[y]',
    '|',
    '>',
    'a\\b',
    'a\u2028b',
    '\u0085x',
    'a\r\nb',
    '\u0000n',
    '---',
  ],
  ...['...', '? a', 'key:', ', ', '\ufeffbom', 'word '.repeat(40).trim()],
);
const texts = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const condition = fc.oneof(
  fc.constantFrom(
    '"admin" in principal.roles',
    '!principal.mfa',
    'principal.mfa ? true : false',
    'principal.mfa\n  || risk.score > 5',
    'risk.score > 5 // note\n && principal.mfa',
    '  risk.score - 1 - (2 - 3) > -(4)\n\n\n&& !(!principal.mfa)  ',
    "request.model == '''a\nb'''",
    'risk.score > 5\t&& ((principal.mfa || true) && true)',
  ),
  text.map((value) => `request.model == ${JSON.stringify(value)}`),
);
const effect = fc.oneof(
  fc.constantFrom<unknown>('deny', 'redact', 'strip_tools', { cap: { max_output_tokens: 9 } }),
  text.map((tag) => ({ flag: { tag: tag.slice(0, 64) } })),
  texts.map((keep) => ({ strip_tools: { keep } })),
  text.map((region) => ({ route: { region: region.slice(0, 64) } })),
);
const case_ = fc.record({
  name: text,
  given: fc.record(
    {
      'request.model': text,
      pii: fc.constant({ NIK: 1 }),
      'principal.claims': fc.dictionary(text, text),
    },
    { requiredKeys: [] },
  ),
  expect: fc.record({
    decision: fc.constant('deny'),
    obligations: fc.record({ flags: fc.array(fc.record({ tag: text })), log: text }),
  }),
});
const draft = fc.record(
  {
    effect: fc.oneof(effect, fc.array(effect, { minLength: 1, maxLength: 3 })),
    priority: fc.nat(100),
    mode: fc.constantFrom('enforce', 'monitor', 'off'),
    match: fc.record(
      { model: texts, tag: texts.map((not) => ({ not })), team: texts.map((any) => ({ any })) },
      { requiredKeys: [] },
    ),
    when: condition,
    unless: condition,
    message: text,
    framework_mapping: texts,
    tests: fc.array(case_, { maxLength: 2 }),
  },
  { requiredKeys: ['effect'] },
);
const style = fc.constantFrom(
  {},
  { lineWidth: 40 },
  { defaultStringType: 'QUOTE_DOUBLE' as const },
  { defaultStringType: 'QUOTE_SINGLE' as const },
  { collectionStyle: 'flow' as const },
);
const isList = fc.boolean();
const written = fc
  .tuple(fc.array(draft, { minLength: 1, maxLength: 2 }), style, isList)
  .map(([drafts, how, listed]) => {
    const policies = drafts.map((each, at) => ({ name: `policy-${at}`, ...each }));
    const options = { ...how, aliasDuplicateObjects: false };
    if (listed) return stringify(policies, options);
    return policies.map((policy) => stringify(policy, options)).join('---\n');
  });

const read = (from: string) => parsePolicies(from, noDeclarations).policies;

/** With comments at some line ends and on lines of their own, where they make no difference. */
const commented = fc
  .tuple(written, fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 2, 4, -1)), { maxLength: 4 }))
  .map(([whole, places]) =>
    places.reduce((so, [place, indent]) => {
      const lines = so.split('\n');
      const at = place % lines.length;
      if (indent < 0) lines[at] = `${lines[at]} # a comment`;
      else lines.splice(at, 0, `${' '.repeat(indent)}# a comment`);
      const next = lines.join('\n');
      return JSON.stringify(read(next)) === JSON.stringify(read(so)) ? next : so;
    }, whole),
  );

test('a text that is formatted means the same, and stays as it is when it is formatted again', () => {
  fc.assert(
    fc.property(commented, (before) => {
      expect(read(before)).not.toEqual([]);
      const after = formatPolicyText(before, noDeclarations);
      expect(read(after)).toEqual(read(before));
      expect(formatPolicyText(after, noDeclarations)).toBe(after);
    }),
    { numRuns: 60 },
  );
});

test('a policy that is printed is read as the same, with the same hash', () => {
  const hashOf = (policy: Policy | undefined) => policy && policyHash(policy, sha256);
  fc.assert(
    fc.property(written, (whole) => {
      const policies = read(whole);
      expect(read(formatPolicies(policies))).toEqual(policies);
      for (const policy of policies) {
        const [again] = read(JSON.stringify(policyJson(policy)));
        expect(again).toEqual(policy);
        expect(hashOf(again)).toBe(hashOf(policy));
      }
    }),
    { numRuns: 100 },
  );
});

test('policies that differ have different hashes', () => {
  fc.assert(
    fc.property(written, written, (a, b) => {
      const [one, other] = [read(a)[0], read(b)[0]];
      if (one === undefined || other === undefined) throw new Error('no policy');
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(policyHash(one, sha256) === policyHash(other, sha256)).toBe(isSame);
    }),
    { numRuns: 100 },
  );
});

test('a condition that is printed is read as the same', () => {
  const places = new Set(['start', 'end', 'nameAt', 'fieldAt', 'at']);
  const meaning = (source: string) =>
    JSON.stringify(parseCondition(source), (key, value: unknown) =>
      places.has(key) ? undefined : value,
    );
  fc.assert(
    fc.property(condition, (source) => {
      const printed = formatCondition(parseCondition(source));
      expect(meaning(printed)).toBe(meaning(source));
      expect(formatCondition(parseCondition(printed))).toBe(printed);
    }),
    { numRuns: 100 },
  );
});
