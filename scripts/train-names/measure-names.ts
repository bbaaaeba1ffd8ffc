import type { NameTagger } from '../../src/domain/inspection/scan/name-tagger.ts';
import type { LabelledText, NameSpan, NameType } from './labelled-text.ts';
import { readLegal, readPresidio, readPrompts, readTokenFile } from './read-corpora.ts';

/** How well names of a type are found: exact spans, and spans that overlap by a third. */
interface Quality {
  readonly set: string;
  readonly type: NameType;
  readonly names: number;
  readonly exact: Rates;
  readonly partial: Rates;
}

interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What no part was trained on. */
export function measureNames(tagger: NameTagger): readonly Quality[] {
  const sets: readonly (readonly [string, readonly LabelledText[], readonly NameType[]])[] = [
    ['generated_large', readPresidio(), ['PERSON', 'LOCATION']],
    ['legal (other half)', readLegal().filter((_, at) => at % 2 === 1), ['PERSON']],
    [
      'idner dev',
      readTokenFile('idner-news-2k/dev.txt', 'apart'),
      ['PERSON', 'LOCATION', 'ORGANIZATION'],
    ],
    ['idner dev, joined', readTokenFile('idner-news-2k/dev.txt', 'together'), ['PERSON']],
    [
      'nergrit valid',
      readTokenFile('indonlu/nergrit_valid.txt', 'apart'),
      ['PERSON', 'LOCATION', 'ORGANIZATION'],
    ],
    ['nergrit valid, joined', readTokenFile('indonlu/nergrit_valid.txt', 'together'), ['PERSON']],
    ['wnut17 dev', readTokenFile('wnut17/emerging.dev.conll', 'apart'), ['PERSON', 'LOCATION']],
  ];
  return sets.flatMap(([set, texts, types]) =>
    types.map((type) => ({ set, type, ...measure(type, texts, tagger) })),
  );
}

/** Names of persons for 10,000 characters of prompts that are about nobody, the half that was not trained on. */
export function measureFalseAlarms(tagger: NameTagger) {
  return Object.entries(readPrompts()).map(([set, prompts]) => {
    const texts = prompts.filter((_, at) => at % 2 === 1);
    const found = texts.flatMap((text) =>
      tagger
        .tag(text)
        .filter(({ type }) => type === 'PERSON')
        .map(({ start, end }) => text.slice(start, end)),
    );
    const units = texts.reduce((sum, text) => sum + text.length, 0);
    return { set, per10k: (found.length / units) * 10_000, found };
  });
}

function measure(
  type: NameType,
  texts: readonly LabelledText[],
  tagger: NameTagger,
): Omit<Quality, 'set' | 'type'> {
  const counts = { names: 0, found: 0, exact: 0, partial: 0 };
  for (const { text, spans } of texts) {
    const wanted = spans.filter((span) => span.type === type);
    const found = tagger.tag(text).filter((match) => match.type === type);
    counts.names += wanted.length;
    counts.found += found.length;
    counts.exact += wanted.filter((span) => found.some((one) => overlap(span, one) === 1)).length;
    counts.partial += wanted.filter((span) => found.some((one) => overlap(span, one) > 0.3)).length;
  }
  return {
    names: counts.names,
    exact: rates(counts.exact, counts.found, counts.names),
    partial: rates(counts.partial, counts.found, counts.names),
  };
}

/** Intersection over union. */
function overlap(a: Omit<NameSpan, 'type'>, b: Omit<NameSpan, 'type'>): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

function rates(right: number, found: number, names: number): Rates {
  const precision = found === 0 ? 0 : right / found;
  const recall = names === 0 ? 0 : right / names;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
