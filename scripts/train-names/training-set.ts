import { nameHash } from '../../src/domain/inspection/names/name-hash.ts';
import { entryOf, wordClass } from '../../src/domain/inspection/names/word-classes.ts';
import { type LabelledText, type NameType, TextBuilder } from './labelled-text.ts';
import { NameMaker } from './name-maker.ts';
import { readJailbreaks, readLegal, readPrompts, readTokenFile } from './read-corpora.ts';
import type { SeededRandom } from './seeded-random.ts';
import { TextGenerator } from './text-generator.ts';
import type { WordLists } from './word-lists.ts';

const generatedCount = 25_500;
const legalCount = 400;
/** A word is common from this many occurrences in lower case on; one that is also a name needs more. */
const commonMin = 2;
const commonNameMin = 6;
/** Each Indonesian sentence is there twice. */
const learnedMin = 6;
const nameWords = wordClass.given | wordClass.surname | wordClass.place;

/** Everything that may be learned from. What is measured against is left out. */
export interface Sources {
  readonly indonesian: readonly LabelledText[];
  readonly english: readonly LabelledText[];
  readonly legal: readonly LabelledText[];
  readonly prompts: readonly string[];
}

export function readSources(): Sources {
  const indonesian = ['apart', 'together'] as const;
  return {
    indonesian: indonesian.flatMap((written) => [
      ...readTokenFile('idner-news-2k/train.txt', written),
      ...readTokenFile('indonlu/nergrit_train.txt', written),
    ]),
    english: indonesian.flatMap((written) => readTokenFile('wnut17/wnut17train.conll', written)),
    legal: readLegal()
      .filter((_, at) => at % 2 === 0)
      .slice(0, legalCount),
    prompts: [
      // The odd ones are measured against.
      ...Object.values(readPrompts()).flatMap((list) => list.filter((_, at) => at % 2 === 0)),
      ...readJailbreaks(),
    ],
  };
}

/** Entries of `WordClasses`, in order. */
export function classifyWords(sources: Sources, lists: WordLists): Int32Array {
  const classes = new Map<string, number>();
  const mark = (names: readonly string[], bit: number) => {
    for (const word of names.flatMap((name) => name.toLowerCase().split(' '))) {
      if (word.length > 1 && !/^(?:of|the|and|dan|de)$/.test(word))
        classes.set(word, (classes.get(word) ?? 0) | bit);
    }
  };
  mark(lists.given, wordClass.given);
  mark(lists.surnames, wordClass.surname);
  mark([...lists.countries, ...lists.places], wordClass.place);
  markLearned(sources, classes);
  mark(lists.titles, wordClass.title);
  mark(lists.organizations, wordClass.organization);
  mark(lists.streets, wordClass.street);
  for (const [word, count] of countLowerCase(sources)) {
    const known = classes.get(word) ?? 0;
    if (count >= ((known & nameWords) === 0 ? commonMin : commonNameMin))
      classes.set(word, known | wordClass.common);
  }
  markGerman(lists, classes);
  const entries = [...classes].map(([word, bits]) => entryOf(nameHash(word), bits));
  return Int32Array.from(new Set(entries)).sort();
}

/** No corpus has them in lower case. */
function markGerman({ germanWords, germanNouns }: WordLists, classes: Map<string, number>): void {
  for (const word of [...germanWords, ...germanNouns].map((one) => one.toLowerCase())) {
    const known = classes.get(word) ?? 0;
    if ((known & nameWords) === 0) classes.set(word, known | wordClass.common);
  }
}

/** Names that the Indonesian corpora have more than once. */
function markLearned({ indonesian }: Sources, classes: Map<string, number>): void {
  const counts = new Map<string, number>();
  for (const key of indonesian.flatMap(learnable)) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [key, count] of counts) {
    if (count < learnedMin) continue;
    const [bit = '', word = ''] = key.split(' ');
    classes.set(word, (classes.get(word) ?? 0) | Number(bit));
  }
}

/** The class and the word, for each word of a name. */
function learnable({ text, spans }: LabelledText): readonly string[] {
  return spans
    .filter(({ type }) => type !== 'ORGANIZATION')
    .flatMap(({ type, start, end }) =>
      text
        .slice(start, end)
        .split(' ')
        .map((word, at) => ({ word, bit: classOf(type, at) })),
    )
    .filter(({ word }) => /^\p{Lu}\p{Ll}{2,}$/u.test(word))
    .map(({ word, bit }) => `${bit} ${word.toLowerCase()}`);
}

function classOf(type: NameType, at: number): number {
  if (type === 'LOCATION') return wordClass.place;
  return at === 0 ? wordClass.given : wordClass.surname;
}

function countLowerCase(sources: Sources): Map<string, number> {
  const counts = new Map<string, number>();
  const texts = [
    ...[...sources.indonesian, ...sources.english, ...sources.legal].map(({ text }) => text),
    ...sources.prompts,
  ];
  for (const text of texts) {
    for (const [word] of text.matchAll(/(?<![\p{L}@#])\p{Ll}{2,}(?!\p{L})/gu)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

export function buildTrainingSet(
  sources: Sources,
  lists: WordLists,
  random: SeededRandom,
): LabelledText[] {
  const vocabulary = [...countLowerCase(sources)]
    .filter(([word, count]) => count >= 5 && word.length > 2)
    .map(([word]) => word)
    .sort();
  const names = new NameMaker(random, lists, vocabulary);
  const generator = new TextGenerator(random, { names, vocabulary, lists });
  const known = new Set(
    [...lists.given, ...lists.surnames, ...lists.countries, ...lists.places].filter(
      (name) => name.length > 2,
    ),
  );
  return [
    ...sources.indonesian,
    ...sources.english,
    ...sources.legal,
    ...sources.indonesian.filter((_, at) => at % 4 === 0).map((one) => swapNames(one, names)),
    ...sources.english.flatMap((one) =>
      one.spans.length > 0 ? [swapNames(one, names), swapNames(one, names)] : [],
    ),
    ...sources.legal.map((one) => swapNames(one, names)),
    ...plainSentences(sources.prompts, known),
    ...Array.from({ length: generatedCount }, () => generator.sentence()),
  ];
}

/** The same text about others. */
function swapNames({ text, spans }: LabelledText, names: NameMaker): LabelledText {
  const builder = new TextBuilder();
  let at = 0;
  for (const { type, start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    builder.add(text.slice(at, start));
    builder.add(type === 'ORGANIZATION' ? text.slice(start, end) : names.name(type), type);
    at = end;
  }
  builder.add(text.slice(at));
  return builder.finish();
}

/** Sentences without anything that the lists know as a name: they show what is written with a capital for other reasons. */
function plainSentences(
  prompts: readonly string[],
  known: ReadonlySet<string>,
): readonly LabelledText[] {
  return prompts
    .flatMap((prompt) => prompt.split(/(?<=[.!?])\s+(?=[A-Z"])|\n{2,}/))
    .filter((text) => text.length > 20 && text.length < 400)
    .filter((text) => /[A-Z]/.test(text.slice(1)))
    .filter(
      (text) => !(text.slice(1).match(/\p{Lu}[\p{L}'-]+/gu) ?? []).some((word) => known.has(word)),
    )
    .map((text) => ({ text, spans: [] }));
}
