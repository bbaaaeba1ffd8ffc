import type { Effect } from './effect.ts';
import type { JsonValue, Match, MatchValues, Policy, PolicyTest } from './policy.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

/** A policy in the shape of a document, everything spelt out in one way: two that say the same are equal. */
export function policyJson(policy: Policy): JsonObject {
  const { name, priority, scope, mode, phases, match, when, unless, effects, message } = policy;
  return {
    name,
    priority,
    scope,
    mode,
    phase: oneOrMany(phases),
    ...(Object.keys(match).length > 0 && { match: matchJson(match) }),
    ...(when !== undefined && { when }),
    ...(unless !== undefined && { unless }),
    effect: oneOrMany(effects.map((effect) => effectJson(effect))),
    ...(message !== undefined && { message }),
    ...(policy.frameworkMapping.length > 0 && { framework_mapping: policy.frameworkMapping }),
    ...(policy.tests.length > 0 && { tests: policy.tests.map((test) => testJson(test, policy)) }),
  };
}

function oneOrMany(values: readonly JsonValue[]): JsonValue {
  const [only, second] = values;
  return only !== undefined && second === undefined ? only : values;
}

function matchJson(match: Match): JsonValue {
  const entries = Object.entries(match).map(([key, values]) => [key, valuesJson(values)] as const);
  return Object.fromEntries(entries);
}

function valuesJson({ oneOf, noneOf }: MatchValues): JsonValue {
  if (noneOf.length === 0) return oneOrMany(oneOf);
  return { ...(oneOf.length > 0 && { any: oneOrMany(oneOf) }), not: oneOrMany(noneOf) };
}

function effectJson(effect: Effect): JsonValue {
  switch (effect.kind) {
    case 'allow':
    case 'log_only':
      return effect.kind;
    case 'deny':
      return effect.code === undefined ? 'deny' : { deny: { code: effect.code } };
    case 'redact':
      return { redact: { types: effect.types, style: effect.style } };
    case 'cap':
      return {
        cap: present({
          max_output_tokens: effect.maxOutputTokens,
          max_input_tokens: effect.maxInputTokens,
        }),
      };
    case 'strip_tools': {
      const remove = effect.remove.length === 0 ? undefined : effect.remove;
      return { strip_tools: present({ remove, keep: effect.keep }) };
    }
    case 'route': {
      const { provider, model, region } = effect;
      return { route: present({ provider, model, region }) };
    }
    case 'log':
      return { log: { content: effect.content } };
    case 'flag':
      return { flag: { tag: effect.tag, severity: effect.severity } };
    default: {
      const approvers = effect.approvers.length === 0 ? undefined : effect.approvers;
      const times = { timeout_minutes: effect.timeoutMinutes, wait_seconds: effect.waitSeconds };
      return { [effect.kind]: present({ approvers, ...times }) };
    }
  }
}

function present(fields: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  const entries = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

function testJson({ name, phase, given, failed, expect }: PolicyTest, policy: Policy): JsonValue {
  const { decision, code, matched, obligations } = expect;
  return present({
    name,
    phase: phase === policy.phases[0] ? undefined : phase,
    given: given.length === 0 ? undefined : givenJson(given),
    failed: failed.length === 0 ? undefined : failed,
    expect: present({ decision, code, matched, obligations }),
  });
}

function givenJson(given: PolicyTest['given']): JsonValue {
  return Object.fromEntries(given.map(({ path, value }) => [path, value]));
}
