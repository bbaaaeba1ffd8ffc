import { type EntityType, entities } from '../../src/domain/inspection/entity.ts';
import type { Match } from '../../src/domain/inspection/match.ts';
import type { Figure } from '../figure.ts';
import type { SpanError } from '../metrics/score-spans.ts';
import { scan } from '../scan.ts';
import { codeFiles } from '../sets/code-files.ts';
import { isDataPresent } from '../sets/data-folder.ts';
import { heldOutOf } from '../sets/held-out.ts';
import { promptSets } from '../sets/prompt-sets.ts';
import { isKnownSample } from './known-samples.ts';
import type { Measure, Measured } from './measure.ts';
import { isNamedPerson } from './named-persons.ts';

const [megabyte, tenThousand] = [1_048_576, 10_000];

/** True more often than not in prompts: `May 2023`, `18 years old`, an address of the web. */
const seldomWrong: ReadonlySet<EntityType> = new Set([
  ...(['DATE', 'AGE', 'URL', 'LOCATION', 'ORGANIZATION'] as const),
]);

/** What is found where nothing should be: in source code and in prompts that hold no data of persons. */
export const harmlessMeasures: readonly Measure[] = [
  { name: 'code', run: ({ isQuick }) => measureCode(isQuick) },
  ...(isDataPresent ? [{ name: 'harmless-prompts', run: measurePrompts }] : []),
];

function measureCode(isQuick: boolean): Measured {
  const files = codeFiles().filter((_, at) => !isQuick || at % 10 === 0);
  const found = files.flatMap(({ text }) => foundIn(text));
  const characters = files.reduce((total, { text }) => total + text.length, 0);
  const rate = (metric: string, isCounted: (one: Found) => boolean): Figure => ({
    ...{ set: 'code', subject: 'per MB', metric, better: 'lower' },
    value: (found.filter(isCounted).length * megabyte) / characters,
  });
  const isSevere = ({ match }: Found) => entities[match.type].severity === 4;
  return {
    figures: [
      { set: 'code', subject: 'per MB', metric: 'MB', value: characters / megabyte },
      rate('severity 4', (one) => isSevere(one) && !isKnownSample(one.value)),
      rate('severity 4 with samples', isSevere),
      rate('secrets', ({ match, value }) => match.type === 'SECRET' && !isKnownSample(value)),
      rate('PERSON', ({ match }) => match.type === 'PERSON'),
      rate('others', (one) => !isSevere(one) && !seldomWrong.has(one.match.type)),
    ],
    errors: found.filter(({ match }) => !seldomWrong.has(match.type)).map(errorOf),
  };
}

function measurePrompts(): Measured {
  const sets = promptSets()
    .filter(({ isAttack }) => !isAttack)
    .map(({ name, texts }) => ({ name, texts: heldOutOf(name, texts) }));
  const found = sets.map(({ texts }) => texts.flatMap(foundIn));
  const figures = sets.flatMap(({ name, texts }, at) =>
    promptFigures(name, texts, found[at] ?? []),
  );
  const all = promptFigures(
    'all',
    sets.flatMap(({ texts }) => texts),
    found.flat(),
  );
  const errors = found
    .flat()
    .filter((one) => !seldomWrong.has(one.match.type) && !isRightPerson(one))
    .map(errorOf);
  return { figures: [...figures, ...all], errors };
}

function promptFigures(
  subject: string,
  texts: readonly string[],
  found: readonly Found[],
): readonly Figure[] {
  const characters = texts.reduce((total, text) => total + text.length, 0);
  const rate = (metric: string, isCounted: (one: Found) => boolean): Figure => ({
    ...{ set: 'harmless-prompts', subject, metric, better: 'lower' },
    value: (found.filter(isCounted).length * tenThousand) / characters,
  });
  return [
    { set: 'harmless-prompts', subject, metric: 'n', value: texts.length },
    rate('PERSON per 10k', isWrongPerson),
    { ...rate('named persons per 10k', isRightPerson), better: 'higher' },
    rate('LOCATION, ORGANIZATION per 10k', ({ match }) => isPlaceOrGroup(match.type)),
    rate('others per 10k', ({ match }) => match.type !== 'PERSON' && !seldomWrong.has(match.type)),
  ];
}

function isRightPerson({ match, value }: Found): boolean {
  return match.type === 'PERSON' && isNamedPerson(value);
}

function isWrongPerson({ match, value }: Found): boolean {
  return match.type === 'PERSON' && !isNamedPerson(value);
}

interface Found {
  readonly text: string;
  readonly match: Match;
  readonly value: string;
}

function foundIn(text: string): readonly Found[] {
  return scan(text).map((match) => ({ text, match, value: text.slice(match.start, match.end) }));
}

function isPlaceOrGroup(type: EntityType): boolean {
  return type === 'LOCATION' || type === 'ORGANIZATION';
}

function errorOf({ text, match }: Found): SpanError {
  return { kind: 'wrong', label: match.type, text, start: match.start, end: match.end };
}
