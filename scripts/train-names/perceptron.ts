import {
  bestLabel,
  bucketBits,
  featureCount,
  labelCount,
  mayBeName,
  nameTypes,
  readFeatures,
  scoreLabels,
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

  /** Mean weights in 8 bits. The few that stick out are cut off, for the others to keep their precision. */
  quantized(): Int8Array {
    const means = this.#weights.map((weight, at) => weight - (this.#moments[at] ?? 0) / this.#step);
    const sizes = means.map(Math.abs).sort();
    const largest = sizes[Math.floor(sizes.length * 0.9999)] ?? 1;
    return Int8Array.from(means, (mean) =>
      Math.max(-127, Math.min(127, Math.round((mean / largest) * 127))),
    );
  }

  #learn(labelled: LabelledText, isTold: boolean): void {
    const tokens = this.#tokens;
    tokens.read(labelled.text, 0);
    const truth = labelsOf(tokens, labelled);
    for (let slot = edgeTokens; slot < edgeTokens + tokens.count; slot += 1) {
      const right = truth[slot] ?? 0;
      let guess = 0;
      if (mayBeName(tokens, slot)) {
        readFeatures(tokens, slot, this.#features);
        scoreLabels(this.#weights, this.#features, this.#scores);
        guess = bestLabel(this.#scores, tokens.labels[slot - 1] ?? 0);
        if (guess !== right) this.#correct(right, guess);
        this.#step += 1;
      }
      tokens.labels[slot] = isTold ? right : guess;
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
