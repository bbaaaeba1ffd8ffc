import type { Figure } from '../figure.ts';
import { scoreCharacters } from '../metrics/score-characters.ts';
import { fScore, type LabelScore, scoreSpans } from '../metrics/score-spans.ts';
import { wilson } from '../metrics/wilson.ts';
import { scan } from '../scan.ts';
import type { LabelledSet } from '../sets/labelled-set.ts';
import type { SetSource } from '../sets/pii-sets.ts';
import type { Measure, Measured, MeasureOptions } from './measure.ts';

const quickDocuments = 300;

/** Precision, recall and F1 by label, and how many characters would have been hidden. */
export function measureLabelled({ name, read }: SetSource): Measure {
  return { name, run: (options) => scoreSet(shortened(read(), options)) };
}

export function scoreSet(set: LabelledSet): Measured {
  const found = set.documents.map(({ text }) => scan(text));
  const { labels, errors } = scoreSpans(set, found);
  const characters = scoreCharacters(set, found);
  const byLabel = [...labels].flatMap(([label, score]) => labelFigures(set, label, score));
  const share = wilson(characters.hits, characters.hits + characters.missed);
  const overall: Figure[] = [
    { set: set.name, subject: 'characters', metric: 'R', ...share, better: 'higher' },
  ];
  if (set.isComplete) {
    const value = fScore(characters, 2);
    overall.push({ set: set.name, subject: 'characters', metric: 'F2', value, better: 'higher' });
  }
  return { figures: [...byLabel, ...overall], errors };
}

function labelFigures(set: LabelledSet, label: string, score: LabelScore): readonly Figure[] {
  const labelled = score.strict.hits + score.strict.missed;
  if (labelled === 0) return [];
  const of = { set: set.name, subject: label };
  const measures = [
    ['', score.strict],
    ['partial ', score.partial],
  ] as const;
  return [
    { ...of, metric: 'n', value: labelled },
    ...measures.flatMap(([prefix, counts]) => {
      const { hits, missed, wrong } = counts;
      const recall = { metric: `${prefix}R`, ...wilson(hits, hits + missed) };
      const precision = { metric: `${prefix}P`, ...wilson(hits, hits + wrong) };
      const f1 = { metric: `${prefix}F1`, value: fScore(counts) };
      const all = set.isComplete ? [precision, recall, f1] : [recall];
      return all.map((figure) => ({ ...of, ...figure, better: 'higher' as const }));
    }),
  ];
}

function shortened(set: LabelledSet, { isQuick }: MeasureOptions): LabelledSet {
  return isQuick ? { ...set, documents: set.documents.slice(0, quickDocuments) } : set;
}
