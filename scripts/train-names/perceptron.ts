import { NameContext } from '../../src/domain/inspection/names/name-context.ts';
import {
  bestLabel,
  bucketBits,
  featureCount,
  labelCount,
  mayBeName,
  nameTypes,
} from '../../src/domain/inspection/names/name-features.ts';
import {
  edgeTokens,
  NameTokens,
  tokenShape,
} from '../../src/domain/inspection/names/name-tokens.ts';
import type { WordClasses } from '../../src/domain/inspection/names/word-classes.ts';
import type { LabelledText, NameSpan } from './labelled-text.ts';
import type { SeededRandom } from './seeded-random.ts';

const tokensMax = 4096;
/** How often the label before is the true one, not the one that was guessed. */
const truthShare = 0.6;

/** Averaged perceptron (Collins 2002) with greedy decoding: what is learned are the mean weights over all steps. */
export class Perceptron {
  readonly #weights = new Float64Array(labelCount << bucketBits);
  /** What each step added times its number, from which the mean follows. */
  readonly #moments = new Float64Array(labelCount << bucketBits);
  readonly #tokens: NameTokens;
  readonly #context = new NameContext();
  readonly #features = new Int32Array(featureCount);
  readonly #scores = new Float64Array(labelCount);
  #step = 1;

  constructor(words: WordClasses) {
    this.#tokens = new NameTokens(words, tokensMax);
  }

  train(texts: LabelledText[], epochs: number, random: SeededRandom): void {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      random.shuffle(texts);
      for (const text of texts) this.#learn(text, random.chance(truthShare));
    }
  }

  /** The mean over all steps. */
  means(): Float64Array {
    return this.#weights.map((weight, at) => weight - (this.#moments[at] ?? 0) / this.#step);
  }

  #learn(labelled: LabelledText, isTold: boolean): void {
    const tokens = this.#tokens;
    tokens.read(labelled.text, 0);
    const truth = labelsOf(tokens, labelled);
    for (let slot = edgeTokens; slot < edgeTokens + tokens.count; slot += 1) {
      const right = truth[slot] ?? 0;
      let guess = 0;
      if (mayBeName(tokens, slot)) {
        this.#context.read(tokens, slot);
        this.#context.writeBuckets(this.#features);
        this.#score();
        guess = bestLabel(this.#scores, tokens.labels[slot - 1] ?? 0);
        if (guess !== right) this.#correct(right, guess);
        this.#step += 1;
      }
      tokens.labels[slot] = isTold ? right : guess;
    }
  }

  #score(): void {
    this.#scores.fill(0);
    for (const feature of this.#features) {
      for (let label = 0; label < labelCount; label += 1) {
        const weight = this.#weights[feature * labelCount + label] ?? 0;
        this.#scores[label] = (this.#scores[label] ?? 0) + weight;
      }
    }
  }

  #correct(right: number, guess: number): void {
    for (const feature of this.#features) {
      this.#change(feature * labelCount + right, 1);
      this.#change(feature * labelCount + guess, -1);
    }
  }

  #change(at: number, by: number): void {
    this.#weights[at] = (this.#weights[at] ?? 0) + by;
    this.#moments[at] = (this.#moments[at] ?? 0) + by * this.#step;
  }
}

function labelsOf(tokens: NameTokens, { spans }: LabelledText): Uint8Array {
  const labels = new Uint8Array(tokens.labels.length);
  for (const span of spans) {
    let before = 0;
    for (let slot = firstIn(tokens, span); isIn(tokens, slot, span); slot += 1) {
      const begins = 1 + 2 * nameTypes.indexOf(span.type);
      const isName = tokens.shapes[slot] !== tokenShape.lineEnd;
      before = isName ? (before === 0 ? begins : begins + 1) : 0;
      labels[slot] = before;
    }
  }
  return labels;
}

function firstIn(tokens: NameTokens, span: NameSpan): number {
  let slot = edgeTokens;
  while (slot < edgeTokens + tokens.count && (tokens.starts[slot] ?? 0) < span.start) slot += 1;
  return slot;
}

function isIn(tokens: NameTokens, slot: number, span: NameSpan): boolean {
  return slot < edgeTokens + tokens.count && (tokens.starts[slot] ?? 0) < span.end;
}

/** Weights in 8 bits. The few that stick out are cut off, for the others to keep their precision. */
export function quantize(weights: Float64Array): Int8Array {
  const sizes = weights.map(Math.abs).sort();
  const largest = sizes[Math.floor(sizes.length * 0.9999)] ?? 1;
  return Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round((weight / largest) * 127))),
  );
}
