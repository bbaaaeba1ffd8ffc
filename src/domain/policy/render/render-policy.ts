import { parseCondition } from '../condition/parser.ts';
import type { Effect } from '../document/effect.ts';
import { keysOf } from '../document/match-source.ts';
import { type MatchKey, type MatchValues, matchKeys, type Policy } from '../document/policy.ts';
import { english } from './english.ts';
import { indonesian } from './indonesian.ts';
import type { Phrases } from './phrases.ts';
import { enumerate, renderCondition } from './render-condition.ts';

export type Language = 'en' | 'id';

const languages: Readonly<Record<Language, Phrases>> = { en: english, id: indonesian };

/**
 * A policy in plain words, made from what is evaluated: what compliance officers read and sign.
 * @throws PolicyError for a policy whose conditions were never checked
 */
export function renderPolicy(policy: Policy, language: Language): string {
  const phrases = languages[language];
  const workspace = policy.scope === 'tenant' ? undefined : policy.scope.slice('workspace:'.length);
  const sentence = phrases.sentence({
    scope: phrases.scope(workspace),
    phases: enumerate(
      policy.phases.map((phase) => phrases.phases[phase]),
      phrases.and,
    ),
    condition: conditionOf(policy, phrases),
    exception:
      policy.unless === undefined
        ? undefined
        : renderCondition(parseCondition(policy.unless), phrases),
    effects: enumerate(
      policy.effects.map((effect) => effectWords(effect, phrases)),
      phrases.and,
    ),
  });
  const remark = policy.mode === 'enforce' ? '' : ` ${phrases.modes[policy.mode]}`;
  return sentence + remark;
}

function conditionOf({ match, when }: Policy, phrases: Phrases): string | undefined {
  const parts = keysOf(match).flatMap((key) => matchWords(key, match[key], phrases));
  if (when !== undefined) {
    const expression = parseCondition(when);
    const words = renderCondition(expression, phrases);
    const isChoice = expression.kind === 'binary' && expression.operator === '||';
    parts.push(isChoice && parts.length > 0 ? `(${words})` : words);
  }
  return parts.length === 0 ? undefined : parts.join(` ${phrases.and} `);
}

function matchWords(
  key: MatchKey,
  values: MatchValues | undefined,
  phrases: Phrases,
): readonly string[] {
  const { variable, isList } = matchKeys[key];
  const noun = phrases.nouns[variable] ?? key;
  const { oneOf = [], noneOf = [] } = values ?? {};
  const yes = isList ? phrases.includes : phrases.comparison['=='];
  const no = isList ? phrases.lacks : phrases.comparison['!='];
  return [
    ...(oneOf.length === 0 ? [] : [`${noun} ${yes} ${enumerate(oneOf, phrases.or)}`]),
    ...(noneOf.length === 0 ? [] : [`${noun} ${no} ${enumerate(noneOf, phrases.or)}`]),
  ];
}

function effectWords(effect: Effect, phrases: Phrases): string {
  const { effects, and } = phrases;
  switch (effect.kind) {
    case 'allow':
      return phrases.allow;
    case 'deny':
      return effects.deny(effect.code);
    case 'log_only':
      return effects.log_only;
    case 'redact': {
      const types = effect.types.includes('*') ? undefined : enumerate(effect.types, and);
      return effects.redact(types, effect.style);
    }
    case 'cap':
      return effects.cap(effect.maxOutputTokens, effect.maxInputTokens);
    case 'strip_tools': {
      const removed = effect.remove.length === 0 ? [] : [effects.remove(effect.remove.join(', '))];
      const kept = effect.keep === undefined ? [] : [effects.keep(effect.keep.join(', '))];
      return [...removed, ...kept].join(` ${and} `);
    }
    case 'route': {
      const target = [effect.provider, effect.model, effect.region];
      return effects.route(target.filter((part) => part !== undefined).join(', '));
    }
    case 'log':
      return effects.log[effect.content];
    case 'flag':
      return effects.flag(effect.tag, effect.severity);
    default: {
      const approvers =
        effect.approvers.length === 0 ? undefined : enumerate(effect.approvers, phrases.or);
      return effects.hold(approvers, effect.timeoutMinutes);
    }
  }
}
