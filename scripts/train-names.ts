import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bucketBits, labelCount } from '../src/domain/inspection/names/name-features.ts';
import { taggerOf } from '../src/domain/inspection/names/name-tagger.ts';
import { WordClasses } from '../src/domain/inspection/names/word-classes.ts';
import { measureFalseAlarms, measureNames } from './train-names/measure-names.ts';
import { Perceptron, quantize } from './train-names/perceptron.ts';
import { SeededRandom } from './train-names/seeded-random.ts';
import { buildTrainingSet, classifyWords, readSources } from './train-names/training-set.ts';
import { readWordLists } from './train-names/word-lists.ts';

// Trains the model of the name tagger: writes it, or with --check compares it with the one there is. --measure says how good it is.
const seed = 20_261_122;
const epochs = 3;
/** Perceptrons that see the texts in another order, and other made-up texts. Their mean errs less than each of them. */
const members = 5;

const path = fileURLToPath(
  new URL('../src/domain/inspection/names/model/names-model.ts', import.meta.url),
);

interface Trained {
  readonly weights: Int8Array;
  readonly words: Int32Array;
}

function train(): Trained {
  const random = new SeededRandom(seed);
  const lists = readWordLists();
  const sources = readSources();
  const words = classifyWords(sources, lists);
  const classes = new WordClasses(words);
  const sum = new Float64Array(labelCount << bucketBits);
  for (let member = 0; member < members; member += 1) {
    const perceptron = new Perceptron(classes);
    perceptron.train(buildTrainingSet(sources, lists, random), epochs, random);
    perceptron.means().forEach((weight, at) => {
      sum[at] = (sum[at] ?? 0) + weight;
    });
  }
  return { weights: quantize(sum), words };
}

function write({ weights, words }: Trained): string {
  const base64 = (array: Int8Array | Int32Array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
  return [
    '// Written by scripts/train-names.ts; docs/formats/names-model.md describes it. Not to be edited.',
    'export const namesModel = {',
    `  weights:\n    '${base64(weights)}',`,
    `  words:\n    '${base64(words)}',`,
    '} as const;',
    '',
  ].join('\n');
}

function report({ weights, words }: Trained): void {
  const tagger = taggerOf({ weights, words: new WordClasses(words) });
  for (const { set, type, names, exact, partial } of measureNames(tagger)) {
    const figures = [exact.precision, exact.recall, exact.f1, partial.recall, partial.f1];
    const line = figures.map((figure) => figure.toFixed(3)).join('  ');
    process.stdout.write(`${set.padEnd(24)}${type.padEnd(14)}${String(names).padEnd(7)}${line}\n`);
  }
  for (const { set, per10k, found } of measureFalseAlarms(tagger)) {
    const examples = found.slice(0, 12).join(' | ').replaceAll('\n', ' ');
    process.stdout.write(`${set.padEnd(24)}${per10k.toFixed(2)} per 10,000  ${examples}\n`);
  }
}

const trained = train();
const written = write(trained);
process.stdout.write(`${trained.weights.length} weights, ${trained.words.length} words\n`);
if (process.argv.includes('--measure')) report(trained);
if (!process.argv.includes('--check')) writeFileSync(path, written);
else if (readFileSync(path, 'utf8') !== written) {
  process.stderr.write('The model is not the one that this training gives.\n');
  process.exitCode = 1;
}
