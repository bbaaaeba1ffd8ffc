import { writeFileSync } from 'node:fs';
import { corpusHashes, heldOutFold, readCorpus } from './injection/corpus.ts';
import {
  featuresOf,
  fitLanguageModel,
  type LanguageModel,
  logitOf,
} from './injection/fit-language-model.ts';

// Trains the language model of injection signals on the sets beside the repository (their licences stand beside them) and
// writes its weights. The same sets give the same file, byte for byte: npx tsx scripts/train-injection.ts

const target = new URL('../src/domain/inspection/injection/language-weights.ts', import.meta.url);
const weightMax = 127;
/** Harmless prompts that look like attacks: a model that leaves them in peace is worth listening to. */
const lookAlikes: ReadonlySet<string> = new Set([
  'piguard/NotInject_one',
  'piguard/wildguard',
  'xstest/xstest_prompts',
]);
/** Shares of harmless texts above the logits that are given no confidence, and two thirds of all. */
const falseAlarms = { none: 0.05, twoThirds: 0.01, twoThirdsOfLookAlikes: 0.003 };

const training = readCorpus().filter(({ fold }) => fold !== heldOutFold);
const featured = new Map(
  training.map((sample) => [sample, featuresOf(sample.text, sample.isAttack)]),
);
const model = quantise(fitLanguageModel([...featured.values()]));
const unseen = unseenLogits();
const allUnseen = unseen.map(({ logit }) => logit);
const lookAlikesUnseen = unseen.filter(({ set }) => lookAlikes.has(set)).map(({ logit }) => logit);
const none = exceededBy(falseAlarms.none, lookAlikesUnseen);
const twoThirds = Math.max(
  exceededBy(falseAlarms.twoThirds, allUnseen),
  exceededBy(falseAlarms.twoThirdsOfLookAlikes, lookAlikesUnseen),
);
writeFileSync(target, weightsFile());

/** Logits of harmless texts by models that have not seen them. */
function unseenLogits(): readonly { readonly set: string; readonly logit: number }[] {
  const folds = new Set(training.map(({ fold }) => fold));
  return [...folds].flatMap((fold) => {
    const known = [...featured].filter(([sample]) => sample.fold !== fold);
    const rest = fitLanguageModel(known.map(([, one]) => one));
    return [...featured]
      .filter(([sample]) => sample.fold === fold && !sample.isAttack)
      .map(([{ set }, one]) => ({ set, logit: logitOf(rest, one) }));
  });
}

function exceededBy(share: number, logits: readonly number[]): number {
  return logits.toSorted((a, b) => b - a)[Math.floor(logits.length * share)] ?? 0;
}

interface Quantised {
  readonly packed: string;
  readonly scale: number;
  readonly bias: number;
}

function quantise({ weights, bias }: LanguageModel): Quantised {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = rounded(largest / weightMax);
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-weightMax, Math.min(weightMax, Math.round(weight / scale))),
  );
  return { packed: Buffer.from(bytes.buffer).toString('base64'), scale, bias: rounded(bias) };
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}

function weightsFile(): string {
  const hashes = [...corpusHashes(training)].map(([set, hash]) => `//   ${hash} ${set}`);
  return [
    '// Written by scripts/train-injection.ts from these sets (SHA-256 of the texts):',
    ...hashes,
    '',
    '/** What a sum of packed weights is multiplied with. */',
    `export const scale = ${model.scale};`,
    `export const bias = ${model.bias};`,
    '',
    '/** Between these the confidence rises from 0 to 100. */',
    `export const confidence0Logit = ${rounded(none)};`,
    `export const confidence100Logit = ${rounded(none + (twoThirds - none) * 1.5)};`,
    '',
    '/** One signed byte for each feature, in Base64. */',
    'export const packedWeights =',
    `  '${model.packed}';`,
    '',
  ].join('\n');
}
