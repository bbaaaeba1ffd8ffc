import { randomFrom } from '../../eval/policy/random.ts';
import {
  featureCount,
  readFeatures,
  windowFeatures,
  windowStarts,
  windowWords,
} from '../../src/domain/inspection/injection/language-features.ts';
import { readWords } from '../../src/domain/inspection/injection/read-words.ts';

/** Logistic regression over hashed words, pairs and triples. */
export interface LanguageModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** The windows of one text, each as its features. */
export interface Featured {
  readonly isAttack: boolean;
  readonly windows: readonly Uint16Array[];
}

interface Example {
  readonly features: Uint16Array;
  readonly target: 0 | 1;
}

const seed = 20_261_122;
const passes = 24;
const stepSize = 1.2;
const stepDecay = 0.3;
const shrinkage = 1e-4;

export function featuresOf(text: string, isAttack: boolean): Featured {
  const words = readWords(text);
  const windows = windowStarts(words.count).map((first) => {
    const count = readFeatures(words, first, Math.min(words.count, first + windowWords));
    return windowFeatures.slice(0, count);
  });
  return { isAttack, windows };
}

/** Stochastic gradient descent in a fixed order; attacks and other texts weigh the same in total. */
export function fitLanguageModel(texts: readonly Featured[]): LanguageModel {
  const examples = texts.flatMap(({ isAttack, windows }) =>
    windows.map((features): Example => ({ features, target: isAttack ? 1 : 0 })),
  );
  const attacks = examples.filter(({ target }) => target === 1).length;
  const balance = [
    examples.length / 2 / (examples.length - attacks),
    examples.length / 2 / attacks,
  ];
  const weights = new Float64Array(featureCount);
  const random = randomFrom(seed);
  let bias = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    const rate = stepSize / (1 + pass * stepDecay);
    for (const { features, target } of shuffled(examples, random.below)) {
      const model = { weights, bias };
      const error = probability(logit(model, features)) - target;
      const step = error * (balance[target] ?? 1) * rate;
      bias -= step * 0.1;
      const perFeature = step / Math.sqrt(features.length + 8);
      for (const feature of features) {
        const weight = weights[feature] ?? 0;
        weights[feature] = weight - perFeature - shrinkage * weight;
      }
    }
  }
  return { weights, bias };
}

/** The most suspicious window decides. */
export function logitOf(model: LanguageModel, { windows }: Featured): number {
  return Math.max(-20, ...windows.map((features) => logit(model, features)));
}

function logit({ weights, bias }: LanguageModel, features: Uint16Array): number {
  let sum = 0;
  for (const feature of features) sum += weights[feature] ?? 0;
  return bias + sum / Math.sqrt(features.length + 8);
}

function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function shuffled<Item>(items: readonly Item[], below: (limit: number) => number): readonly Item[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    const [one, two] = [order[at], order[other]];
    if (one === undefined || two === undefined) continue;
    order[at] = two;
    order[other] = one;
  }
  return order;
}
