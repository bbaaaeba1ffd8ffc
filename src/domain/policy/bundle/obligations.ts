import type { Effect, LogContent, Redaction, RedactionStyle } from '../document/effect.ts';
import { logContents, redactionStyles } from '../document/effect.ts';
import type { JsonValue } from '../document/policy.ts';
import type { HoldObligation, Obligations } from './decision.ts';

interface Merged {
  readonly redact: Map<string, RedactionStyle>;
  maxOutputTokens: number | undefined;
  maxInputTokens: number | undefined;
  readonly removeTools: Set<string>;
  readonly keepTools: Map<string, readonly string[]>;
  log: LogContent | undefined;
  readonly flags: Map<string, Obligations['flags'][number]>;
  readonly holds: Map<string, HoldObligation>;
}

export const noObligations: Obligations = {
  redact: new Map(),
  maxOutputTokens: undefined,
  maxInputTokens: undefined,
  removeTools: [],
  keepTools: [],
  log: undefined,
  flags: [],
  holds: [],
};

interface Obliging {
  readonly policy: { readonly name: string; readonly effects: readonly Effect[] };
}

/** Merges what policies ask for; the order of the policies makes no difference, and one more never asks for less. */
export function mergeObligations(policies: readonly Obliging[]): Obligations {
  if (policies.length === 0) return noObligations;
  const merged: Merged = {
    redact: new Map(),
    maxOutputTokens: undefined,
    maxInputTokens: undefined,
    removeTools: new Set(),
    keepTools: new Map(),
    log: undefined,
    flags: new Map(),
    holds: new Map(),
  };
  for (const { policy } of policies) {
    for (const effect of policy.effects) add(effect, policy.name, merged);
  }
  raiseToEvery(merged.redact);
  return {
    redact: sorted(merged.redact),
    maxOutputTokens: merged.maxOutputTokens,
    maxInputTokens: merged.maxInputTokens,
    removeTools: [...merged.removeTools].sort(),
    keepTools: [...sorted(merged.keepTools).values()],
    log: merged.log,
    flags: [...sorted(merged.flags).values()],
    holds: [...sorted(merged.holds).values()],
  };
}

function add(effect: Effect, name: string, merged: Merged): void {
  switch (effect.kind) {
    case 'redact':
      addRedaction(effect, merged.redact);
      return;
    case 'cap':
      merged.maxOutputTokens = least(merged.maxOutputTokens, effect.maxOutputTokens);
      merged.maxInputTokens = least(merged.maxInputTokens, effect.maxInputTokens);
      return;
    case 'strip_tools': {
      for (const tool of effect.remove) merged.removeTools.add(tool);
      const keep = effect.keep && [...effect.keep].sort();
      if (keep !== undefined) merged.keepTools.set(JSON.stringify(keep), keep);
      return;
    }
    case 'log':
      merged.log = later(logContents, merged.log, effect.content);
      return;
    case 'flag': {
      const { tag, severity } = effect;
      merged.flags.set(`${tag}\n${severity}`, { tag, severity });
      return;
    }
    case 'require_approval':
    case 'require_hitl':
      merged.holds.set(`${name}\n${JSON.stringify(effect)}`, { ...effect, policy: name });
      return;
    default:
      return;
  }
}

function addRedaction({ types, style }: Redaction, redact: Map<string, RedactionStyle>): void {
  for (const type of types) redact.set(type, later(redactionStyles, redact.get(type), style));
}

/** What holds for every type holds for those that are named too. */
function raiseToEvery(redact: Map<string, RedactionStyle>): void {
  const every = redact.get('*');
  if (every === undefined) return;
  for (const [type, style] of redact) redact.set(type, later(redactionStyles, every, style));
}

/** How a type is hidden; undefined when it may stay. */
export function redactionOf({ redact }: Obligations, type: string): RedactionStyle | undefined {
  return redact.get(type) ?? redact.get('*');
}

function later<Value>(order: readonly Value[], a: Value | undefined, b: Value): Value {
  return a !== undefined && order.indexOf(a) > order.indexOf(b) ? a : b;
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As tests of policies and records of decisions spell them; what is not asked for is not there. */
export function obligationsJson(obligations: Obligations): { readonly [key: string]: JsonValue } {
  const { redact, maxOutputTokens, maxInputTokens, removeTools, keepTools } = obligations;
  const { log, flags, holds } = obligations;
  return {
    ...(redact.size > 0 && { redact: Object.fromEntries(redact) }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(maxInputTokens !== undefined && { max_input_tokens: maxInputTokens }),
    ...(removeTools.length > 0 && { remove_tools: removeTools }),
    ...(keepTools.length > 0 && { keep_tools: keepTools }),
    ...(log !== undefined && { log }),
    ...(flags.length > 0 && { flags: flags.map(({ tag, severity }) => ({ tag, severity })) }),
    ...(holds.length > 0 && {
      holds: holds.map(({ policy, kind, approvers, timeoutMinutes, waitSeconds }) => ({
        policy,
        kind,
        approvers,
        timeout_minutes: timeoutMinutes,
        wait_seconds: waitSeconds,
      })),
    }),
  };
}
