import { describe, expect, test } from 'vitest';
import type { PolicyInput } from '../condition/variables.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import type { Policy } from '../document/policy.ts';
import { obligationsJson, redactionOf } from './obligations.ts';
import { bundleOf } from './policy-bundle.ts';
import { withValue } from './run-policy-tests.ts';
import { sampleInput } from './sample-input.ts';

const serial = { last: 0 };

function anyName(): string {
  serial.last += 1;
  return `name: policy-${serial.last}`;
}

/** Policies from the lines that matter; each has a name of its own. */
function policiesOf(...documents: readonly string[]): readonly Policy[] {
  return documents.flatMap((lines) => {
    const name = /^name:/m.test(lines) ? '' : `${anyName()}\n`;
    const mode = /^mode:/m.test(lines) ? '' : 'mode: enforce\n';
    const { policies, problems } = parsePolicies(`${name}${mode}${lines}\n`, noDeclarations);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return policies;
  });
}

function bundle(policies: readonly Policy[]) {
  return bundleOf(
    policies.map((policy) => ({ policy, version: '1' })),
    noDeclarations,
  );
}

function decide(documents: readonly string[], input: PolicyInput = sampleInput('request')) {
  return bundle(policiesOf(...documents)).decide('request', input);
}

const nik = withValue(sampleInput('request'), { path: 'pii', value: { NIK: 1 } });

describe('a verdict', () => {
  test('is allow where nothing matches', () => {
    expect(decide(['effect: deny\nwhen: risk.score > 50'])).toMatchObject({
      verdict: 'allow',
      matched: [],
      decidedBy: [],
    });
  });

  test.each([
    [
      'of the highest priority',
      ['priority: 90\neffect: allow', 'priority: 80\neffect: deny'],
      'allow',
    ],
    ['of the strictest at equal priority', ['effect: allow', 'effect: deny'], 'deny'],
    ['that holds rather than redacts', ['effect: redact', 'effect: require_approval'], 'hold'],
    ['that denies rather than holds', ['effect: require_hitl', 'effect: deny'], 'deny'],
    ['that redacts rather than allows', ['effect: allow', 'effect: tokenise'], 'redact'],
    ['not of what only observes', ['priority: 90\neffect: log_only', 'effect: deny'], 'deny'],
    [
      'not of what only obliges',
      ['priority: 90\neffect: {cap: {max_output_tokens: 5}}', 'effect: deny'],
      'deny',
    ],
    [
      'that redacts even where a higher priority allows',
      ['priority: 90\neffect: allow', 'effect: redact'],
      'redact',
    ],
    [
      'of the baseline, which a workspace cannot loosen',
      ['effect: deny', 'scope: workspace:default\npriority: 100\neffect: allow'],
      'deny',
    ],
    [
      'of a workspace, where it is stricter',
      ['priority: 100\neffect: allow', 'scope: workspace:default\npriority: 0\neffect: deny'],
      'deny',
    ],
    ['not of another workspace', ['scope: workspace:other\neffect: deny'], 'allow'],
  ])('is the one %s', (_what, documents, verdict) => {
    expect(decide(documents).verdict).toBe(verdict);
  });

  test.each([
    ['when: pii.count("NIK") > 0', 'pii_blocked'],
    ['when: risk.injection < 50', 'security_block'],
    ['match: {model: gpt-*}', 'model_not_allowed'],
    ['match: {provider: openai}', 'policy_blocked'],
    ['match: {provider: openai}\neffect: {deny: {code: security_block}}', 'security_block'],
  ])('of deny with %j has a code', (lines, code) => {
    const document = lines.includes('effect') ? lines : `${lines}\neffect: deny`;
    expect(decide([document], nik)).toMatchObject({ verdict: 'deny', code });
  });

  test('says which policies and versions it is of, and what their author says', () => {
    const decision = decide([
      'name: no-nik\nmessage: No NIK.\neffect: deny',
      'name: other\npriority: 1\neffect: deny',
    ]);
    expect(decision).toMatchObject({
      message: 'No NIK.',
      decidedBy: [{ name: 'no-nik', scope: 'tenant', version: '1' }],
      matched: [{ name: 'no-nik' }, { name: 'other' }],
    });
  });
});

describe('obligations', () => {
  test('of all matching policies are merged', () => {
    const { obligations } = decide([
      'priority: 9\neffect: [{redact: {types: [NIK, EMAIL], style: mask}}, {cap: {max_output_tokens: 900, max_input_tokens: 5000}}]',
      'effect: [{tokenise: {types: [EMAIL]}}, {cap: {max_output_tokens: 300}}, {log: {content: metadata}}]',
      'scope: workspace:default\neffect: [{log: {content: redacted}}, {flag: {tag: x, severity: high}}, {strip_tools: {keep: [a, b]}}]',
      'effect: [{strip_tools: {remove: [shell]}}, {strip_tools: {keep: [b]}}, {flag: {tag: x, severity: high}}]',
    ]);
    expect(obligationsJson(obligations)).toEqual({
      redact: { EMAIL: 'tokenise', NIK: 'mask' },
      max_output_tokens: 300,
      max_input_tokens: 5000,
      remove_tools: ['shell'],
      keep_tools: [['a', 'b'], ['b']],
      log: 'metadata',
      flags: [{ tag: 'x', severity: 'high' }],
    });
  });

  test('for every type hold for the types that are named', () => {
    const { obligations } = decide([
      'effect: {redact: {types: [NIK], style: mask}}',
      'effect: tokenise',
    ]);
    expect(redactionOf(obligations, 'NIK')).toBe('tokenise');
    expect(redactionOf(obligations, 'EMAIL')).toBe('tokenise');
    expect(redactionOf(decide(['effect: allow']).obligations, 'NIK')).toBeUndefined();
  });

  test('to have it approved are all due, and none where it is allowed or denied', () => {
    const holds = [
      'effect: {require_approval: {approvers: ["role:dpo"]}}',
      'priority: 9\neffect: require_hitl',
    ];
    expect(decide(holds).obligations.holds).toMatchObject([
      { kind: 'require_approval', approvers: ['role:dpo'], timeoutMinutes: 60 },
      { kind: 'require_hitl', approvers: [] },
    ]);
    expect(decide([...holds, 'effect: deny']).obligations.holds).toEqual([]);
  });
});

describe('a route', () => {
  const toBedrock = 'effect: {route: {provider: bedrock, model: claude, region: eu-central-1}}';

  test('is followed by what is decided about where it leads', () => {
    expect(decide([toBedrock])).toMatchObject({
      verdict: 'allow',
      route: { provider: 'bedrock', model: 'claude', region: 'eu-central-1' },
    });
    expect(decide([toBedrock, 'match: {provider: bedrock}\neffect: deny'])).toMatchObject({
      verdict: 'deny',
      route: undefined,
    });
    const inEurope = 'when: request.region == "eu-central-1"\nmessage: no\neffect: deny';
    expect(decide([toBedrock, inEurope])).toMatchObject({ verdict: 'deny', message: 'no' });
  });

  test('does not escape a denial of where it leads from', () => {
    expect(decide([toBedrock, 'match: {provider: openai}\neffect: deny']).verdict).toBe('deny');
    expect(decide([toBedrock, 'match: {provider: openai}\neffect: redact']).verdict).toBe('redact');
  });

  test('that leads on to another is denied', () => {
    const onwards =
      'priority: 100\nmatch: {provider: bedrock}\neffect: {route: {provider: anthropic}}';
    expect(decide([toBedrock, onwards])).toMatchObject({ verdict: 'deny', isRouteLoop: true });
  });

  test('to where the request goes anyway is none', () => {
    expect(decide(['effect: {route: {provider: openai}}']).route).toBeUndefined();
  });
});

describe('a policy in mode', () => {
  test('monitor only says what would have been', () => {
    expect(decide(['name: watched\nmode: monitor\neffect: deny', 'effect: redact'])).toMatchObject({
      verdict: 'redact',
      wouldBe: 'deny',
      shadow: [{ name: 'watched' }],
    });
    expect(decide(['mode: monitor\npriority: 90\neffect: allow', 'effect: deny'])).toMatchObject({
      verdict: 'deny',
      wouldBe: 'allow',
    });
  });

  test('off is not asked', () => {
    expect(decide(['mode: off\neffect: deny'])).toMatchObject({ verdict: 'allow', shadow: [] });
  });
});

describe('what is unknown', () => {
  const blind = { ...sampleInput('request'), unknown: ['pii'] };
  const onNik = 'when: pii.count("NIK") > 0';

  test.each([
    ['a match for deny', [`${onNik}\neffect: deny`], 'deny'],
    ['a match for hold', [`${onNik}\neffect: require_approval`], 'hold'],
    ['a match for redact', [`${onNik}\neffect: redact`], 'redact'],
    ['no match for allow', [`priority: 90\n${onNik}\neffect: allow`, 'effect: deny'], 'deny'],
    [
      'not what lifts a denial below it',
      [`priority: 90\n${onNik}\neffect: redact`, 'effect: deny'],
      'deny',
    ],
    ['no matter where the rest decides', [`${onNik} && risk.score > 50\neffect: deny`], 'allow'],
    [
      'not found by name either',
      ['match: {provider: openai}\nwhen: pii.any(["NIK"])\neffect: deny'],
      'deny',
    ],
  ])('is %s', (_what, documents, verdict) => {
    expect(decide(documents, blind).verdict).toBe(verdict);
  });
});

test('a bundle says which variables it needs in each phase', () => {
  const compiled = bundle(
    policiesOf(
      'when: pii.total > 1\neffect: deny',
      'phase: response\nwhen: response.risk.secrets > 1\neffect: deny',
    ),
  );
  expect([...compiled.needs('request')]).toEqual(['pii.total']);
  expect([...compiled.needs('response')]).toEqual(['response.risk.secrets']);
  expect([...compiled.needs('stream')]).toEqual([]);
});

test('more policies than a tenant may have are refused', () => {
  const versions = policiesOf('effect: deny').flatMap((policy) =>
    Array.from({ length: 1001 }, (_, at) => ({
      policy: { ...policy, name: `policy-${at}` },
      version: '1',
    })),
  );
  expect(() => bundleOf(versions, noDeclarations)).toThrow('1000 at most');
});

test('a list that is compared with a declared one that is empty is found without an index', () => {
  const declarations = { ...noDeclarations, lists: new Map([['none', []]]) };
  const text = 'name: abc\nmode: enforce\nwhen: request.tools == lists.none\neffect: deny';
  const versions = parsePolicies(text, declarations).policies.map((policy) => ({
    policy,
    version: '1',
  }));
  const input = sampleInput('request');
  const asked = (tools: readonly string[]) =>
    bundleOf(versions, declarations).decide('request', {
      ...input,
      request: { ...input.request, tools },
    }).verdict;
  expect([asked([]), asked(['shell'])]).toEqual(['deny', 'allow']);
});
