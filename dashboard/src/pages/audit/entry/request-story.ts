import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { providers } from '../../../../../src/domain/credential/credential.ts';
import type { Language } from '../../../app/i18n/languages.ts';
import { providerNames } from '../../../components/provider-choices.ts';
import { isDecision } from '../audit-search.ts';
import { describeEntry } from '../describe-entry.ts';
import { type FactReader, readerOf } from '../fact-reader.ts';

interface StoryParts {
  /** Who asked. */
  readonly actor: string;
  /** The entry that ended the call, where there is one. */
  readonly outcome: AuditEntryView | undefined;
  readonly language: Language;
}

/** A call in plain words: who asked what of which model, what was found, what was decided, how it ended, what it cost. */
export function requestStory(entry: AuditEntryView, parts: StoryParts): readonly string[] {
  const { language, outcome } = parts;
  const fact = readerOf(entry.body);
  const told = [
    asked(parts.actor, fact, language),
    found(fact, language),
    decided(entry, fact, language),
    ...(outcome === undefined ? [] : ended(outcome, language)),
  ];
  return told.filter((sentence) => sentence !== '');
}

function asked(who: string, fact: FactReader, { text }: Language): string {
  const words = text.audit.story;
  const model = fact.text('model_requested') ?? '?';
  const provider = providers.find((known) => known === fact.text('provider'));
  // Of a model that nobody knows there is no provider either.
  if (provider === undefined) return words.askedOnly(who, model);
  return words.asked(who, model, providerNames[provider]);
}

function found(fact: FactReader, { text }: Language): string {
  const words = text.audit.story;
  const findings = fact.items('pii').map((one) => {
    const action = one.text('action') ?? '';
    const actions: Readonly<Record<string, string>> = words.actions;
    return words.finding(
      one.text('type') ?? '?',
      one.text('count') ?? '?',
      actions[action] ?? action,
    );
  });
  const incidents = fact.texts('incidents');
  if (findings.length + incidents.length === 0) return words.foundNothing;
  return words.found([...findings, ...incidents].join(', '));
}

function decided(entry: AuditEntryView, fact: FactReader, language: Language): string {
  const words = language.text.audit.story;
  const decision = fact.text('decision');
  if (!isDecision(decision)) return '';
  const label = language.text.audit.decisions[decision];
  const matched = fact.texts('policies', 'matched').join(', ');
  const sentence = matched === '' ? words.decidedByNone(label) : words.decided(label, matched);
  return entry.type === 'ai.request.denied' ? `${sentence} ${words.neverSent}` : sentence;
}

function ended(outcome: AuditEntryView, language: Language): readonly string[] {
  const words = language.text.audit.story;
  const cost = readerOf(outcome.body).number('cost_microusd');
  const sentence = `${describeEntry(outcome, language)}.`;
  return cost === undefined ? [sentence] : [sentence, words.cost(dollars(cost))];
}

/** Millionths of a dollar, with as many places as it needs to be told apart from nothing. */
function dollars(microusd: number): string {
  const amount = microusd / 1_000_000;
  return `US$${amount.toFixed(amount >= 1 || amount === 0 ? 2 : 6)}`;
}
