import type { Recognised } from '../../src/domain/inspection/match.ts';
import {
  type LaneGuard,
  LaneScanner,
  type Released,
} from '../../src/domain/inspection/stream/lane-scanner.ts';
import type { Figure } from '../figure.ts';
import { filledTemplates } from '../generate/fill-templates.ts';
import type { SpanError } from '../metrics/score-spans.ts';
import { wilson } from '../metrics/wilson.ts';
import { type Random, randomFrom } from '../policy/random.ts';
import { scan } from '../scan.ts';
import { gateIdentifiers } from '../templates/gate-identifiers.ts';
import { gateNames } from '../templates/gate-names.ts';
import { plainProse } from '../templates/plain-prose.ts';
import type { Measure } from './measure.ts';

const sentencesOfAnswer = 6;

/** What would be hidden is held back whole, which is the stricter case; in place of it stands itself. */
const guard: LaneGuard = { concerns: () => true, hide: () => [] };

interface Placed {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Run {
  /** What the whole text gives and the pieces do not, and the other way round. */
  readonly differences: readonly SpanError[];
  readonly isWhole: boolean;
  readonly heldBackMax: number;
  readonly heldBackMean: number;
}

/** Whether answers that arrive in pieces give the matches of the whole, and how many characters wait for what follows. */
export const streamsMeasure: Measure = {
  name: 'streams',
  run: ({ isQuick }) => {
    const random = randomFrom(20_261_122);
    const answers = writeAnswers(random, isQuick ? 60 : 1_500);
    const cuts = { 'one character': 1, tokens: 6, bursts: 40 };
    const streamed = Object.entries(cuts).map(([subject, lengthMax]) => {
      const runs = answers.map((text) => stream(text, random, lengthMax));
      return { figures: figuresOf(subject, runs), runs };
    });
    return {
      figures: streamed.flatMap(({ figures }) => figures),
      errors: streamed.flatMap(({ runs }) => runs.flatMap(({ differences }) => differences)),
    };
  },
};

function figuresOf(subject: string, runs: readonly Run[]): readonly Figure[] {
  const of = { set: 'streams', subject };
  const isEqual = ({ isWhole, differences }: Run) => isWhole && differences.length === 0;
  const equal = wilson(runs.filter(isEqual).length, runs.length);
  const mean = runs.reduce((total, run) => total + run.heldBackMean, 0) / runs.length;
  const max = Math.max(...runs.map((run) => run.heldBackMax));
  return [
    { ...of, metric: 'n', value: runs.length },
    { ...of, metric: 'equal to whole text', ...equal, better: 'higher' },
    { ...of, metric: 'held back on average', value: mean, better: 'lower' },
    { ...of, metric: 'held back at most', value: max, better: 'lower' },
  ];
}

function stream(text: string, random: Random, lengthMax: number): Run {
  const lane = new LaneScanner({ content: 'text', scan, guard });
  const released: Released[] = [];
  const heldBack: number[] = [];
  let sent = 0;
  for (let at = 0; at < text.length; ) {
    const delta = text.slice(at, at + 1 + random.below(lengthMax));
    at += delta.length;
    const part = lane.push(delta);
    released.push(part);
    sent += part.text.length;
    heldBack.push(at - sent);
  }
  released.push(lane.flush());
  const isWhole = released.map((part) => part.text).join('') === text;
  const matches = released.flatMap((part) => part.matches);
  return {
    isWhole,
    differences: differencesIn(text, scan(text), matches),
    heldBackMax: Math.max(...heldBack),
    heldBackMean: heldBack.reduce((total, count) => total + count, 0) / heldBack.length,
  };
}

function differencesIn(
  text: string,
  whole: readonly Recognised[],
  pieces: readonly Recognised[],
): readonly SpanError[] {
  const without = (some: readonly Placed[], others: readonly Placed[]) => {
    const known = new Set(others.map(keyOf));
    return some.filter((match) => !known.has(keyOf(match)));
  };
  const errorOf = (kind: SpanError['kind']) => {
    return ({ type: label, start, end }: Placed) => ({ kind, label, text, start, end });
  };
  return [
    ...without(whole, pieces).map(errorOf('missed')),
    ...without(pieces, whole).map(errorOf('wrong')),
  ];
}

function keyOf({ type, start, end }: Placed): string {
  return `${type} ${start} ${end}`;
}

/** Sentences with values among sentences without any, as models answer. */
function writeAnswers(random: Random, count: number): readonly string[] {
  const withValues = filledTemplates('', gateIdentifiers, 20).documents.map(({ text }) => text);
  const withNames = filledTemplates('', gateNames, 8).documents.map(({ text }) => text);
  const sentences = [
    ...withValues,
    ...withNames,
    ...plainProse.split('\n').filter((line) => line !== ''),
  ];
  return Array.from({ length: count }, () =>
    Array.from({ length: sentencesOfAnswer }, () => random.pick(sentences)).join(
      random.pick([' ', '\n', '\n\n']),
    ),
  );
}
