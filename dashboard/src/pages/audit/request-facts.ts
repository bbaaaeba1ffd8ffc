import type { Dictionary } from '../../app/i18n/en.ts';
import type { Formats } from '../../app/i18n/formats.ts';
import { type FactReader, readerOf } from './fact-reader.ts';

export interface RequestFact {
  readonly label: string;
  /** In words; or, where it is `code`, names and hashes as they are in the leaf. */
  readonly value: string;
  readonly form: 'words' | 'code';
  /** What else to say of it, in words. */
  readonly detail?: string;
}

type Words = Dictionary['audit']['request'];
interface Telling {
  readonly fact: FactReader;
  readonly words: Words;
  readonly formats: Pick<Formats, 'number'>;
}

interface RequestEntry {
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an entry of an AI request says of the model, the translation, the tokens and the content. */
export function requestFacts(
  { type, body }: RequestEntry,
  words: Words,
  formats: Pick<Formats, 'number'>,
): readonly RequestFact[] {
  const fact = readerOf(body);
  const telling = { fact, words, formats };
  const facts = [
    code(words.requested, fact.text('model_requested')),
    code(words.model, fact.text('model') ?? fact.text('model_used')),
    code(words.dropped, fact.texts('translation', 'dropped').join(', ')),
    code(words.changed, fact.texts('translation', 'changed').join(', ')),
    code(words.found, findingsIn(fact, 'pii')),
    code(words.inAnswer, findingsIn(fact, 'response', 'pii')),
    code(words.incidents, fact.texts('incidents').join(', ')),
    code(words.unread, fact.texts('unread').join(', ')),
    riskFact(telling),
    code(words.policies, fact.texts('policies', 'matched').join(', ')),
    code(words.shadow, fact.texts('policies', 'shadow').join(', ')),
    code(words.approval, fact.text('approval')),
    tokensFact(telling),
    contentFact(words.received, 'req', telling),
    contentFact(words.sent, 'sent', telling) ?? sentAsReceived(type, words),
    contentFact(words.answered, 'res', telling),
  ];
  return facts.filter((one) => one !== undefined);
}

/** `NIK × 1 (block)` for each kind. */
function findingsIn(fact: FactReader, ...path: readonly string[]): string {
  return fact
    .items(...path)
    .map((one) => `${one.text('type')} × ${one.text('count')} (${one.text('action')})`)
    .join(', ');
}

function riskFact({ fact, words, formats }: Telling): RequestFact | undefined {
  const score = fact.number('risk', 'score');
  if (score === undefined) return undefined;
  const inherent = fact.number('risk', 'inherent');
  const before = inherent === undefined ? [] : [words.beforeHiding(formats.number(inherent))];
  const signals = fact
    .items('risk', 'signals')
    .map((one) =>
      words.points(one.text('signal') ?? '', formats.number(one.number('points') ?? 0)),
    );
  const detail = [...before, ...signals].join(' · ');
  const value = `${formats.number(score)} (${fact.text('risk', 'band')})`;
  const told: RequestFact = { label: words.risk, value, form: 'words' };
  return detail === '' ? told : { ...told, detail };
}

function code(label: string, value: string | undefined): RequestFact | undefined {
  return value === undefined || value === '' ? undefined : { label, value, form: 'code' };
}

function sentAsReceived(type: string, words: Words): RequestFact | undefined {
  if (type !== 'ai.request.intent') return undefined;
  return { label: words.sent, value: words.sentSame, form: 'words' };
}

function contentFact(label: string, field: string, telling: Telling): RequestFact | undefined {
  const { fact, words, formats } = telling;
  const commit = fact.text(field, 'commit');
  if (commit === undefined) return undefined;
  const detail = words.bytes(formats.number(fact.number(field, 'bytes') ?? 0));
  return { label, value: commit, form: 'code', detail };
}

const parts = ['cached', 'cache_write', 'reasoning'] as const;

function tokensFact({ fact, words, formats }: Telling): RequestFact | undefined {
  const source = fact.text('usage', 'source');
  if (source !== 'provider' && source !== 'estimated') {
    const isUnknown = source === 'unknown';
    return isUnknown ? { label: words.tokens, value: words.unknown, form: 'words' } : undefined;
  }
  const count = (field: string) => fact.number('usage', field) ?? 0;
  const total = words.counts(formats.number(count('input')), formats.number(count('output')));
  const ofThem = parts
    .filter((part) => count(part) > 0)
    .map((part) => words.parts[part](formats.number(count(part))));
  const value = [total, ...ofThem].join(', ');
  return { label: words.tokens, value, form: 'words', detail: words.sources[source] };
}
