import { writeFileSync } from 'node:fs';
import { wilson } from '../eval/metrics/wilson.ts';
import type { InjectionSignalName } from '../src/domain/inspection/injection/injection-signal.ts';
import { injectionSignals } from '../src/domain/inspection/injection/injection-signals.ts';
import { confidenceOf } from '../src/domain/inspection/injection/language-model.ts';
import { calibratePoints, type Observation } from './injection/calibrate-points.ts';
import {
  corpusHashes,
  heldOutFold,
  isForTrainingOnly,
  readCorpus,
  type Sample,
} from './injection/corpus.ts';
import { featuresOf, fitLanguageModel, logitOf } from './injection/fit-language-model.ts';

// Fits the points of injection signals to the sets beside the repository and writes them, then prints what they do on texts
// that neither they nor the language model have seen. Run it after scripts/train-injection.ts: npx tsx scripts/calibrate-risk.ts

const target = new URL('../src/domain/inspection/injection/signal-points.ts', import.meta.url);
/** What people gave each signal: the fit stays near it where the sets say little. */
const chosenPoints: Readonly<Record<InjectionSignalName, number>> = {
  override: 45,
  role_strip: 40,
  system_leak: 32,
  invisible_characters: 35,
  control_tokens: 28,
  jailbreak_lexicon: 25,
  no_refusal: 22,
  no_filter: 20,
  dual_persona: 14,
  privilege_claim: 16,
  encoding: 14,
  exfiltration_url: 22,
  markdown_image: 22,
  addressed_model: 30,
  language_model: 60,
};
/** No signal alone decides more than this. */
const pointsMax = 60;
/** 40 of the 80 points of the group: `risk.injection` is 50. */
const flaggedPoints = 40;

const names: readonly string[] = Object.keys(chosenPoints);
const corpus = readCorpus();
const training = corpus.filter(({ fold }) => fold !== heldOutFold);
if (process.argv[2] !== '--measure') writeFileSync(target, pointsFile());
else printMeasures();

/** Every text judged by a language model that was trained without its fold. */
function observations(): readonly Observation[] {
  const featured = new Map(training.map((one) => [one, featuresOf(one.text, one.isAttack)]));
  const folds = new Set(training.map(({ fold }) => fold));
  return [...folds].flatMap((fold) => {
    const known = [...featured].filter(([one]) => one.fold !== fold).map(([, one]) => one);
    const model = fitLanguageModel(known);
    return [...featured]
      .filter(([one]) => one.fold === fold && !isForTrainingOnly(one.set))
      .map(([one, features]) => observe(one, confidenceOf(logitOf(model, features))));
  });
}

function observe({ text, isAttack }: Sample, languageConfidence: number): Observation {
  const sure = new Map<string, number>(
    injectionSignals(text, 'user').map(({ name, confidence }) => [name, confidence]),
  );
  sure.set('language_model', languageConfidence);
  return { isAttack, confidences: names.map((name) => (sure.get(name) ?? 0) / 100) };
}

function pointsFile(): string {
  const { points } = calibratePoints(observations(), Object.values(chosenPoints));
  const rows = names.map((name, at) => `  ${name}: ${Math.min(pointsMax, points[at] ?? 0)},`);
  const hashes = [...corpusHashes(training)].map(([set, hash]) => `//   ${hash} ${set}`);
  return [
    '// Written by scripts/calibrate-risk.ts from these sets (SHA-256 of the texts):',
    ...hashes,
    '',
    "import type { InjectionSignalName } from './injection-signal.ts';",
    '',
    '/** Points of each signal at full confidence: 20 double the odds of an attack. */',
    'export const signalPoints: Readonly<Record<InjectionSignalName, number>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

function printMeasures(): void {
  const flagged = new Map<string, boolean[]>();
  for (const { set, isAttack, text } of corpus.filter(({ fold }) => fold === heldOutFold)) {
    const name = `${set} (${isAttack ? 'attacks' : 'harmless'})`;
    const points = injectionSignals(text, 'user').reduce((sum, one) => sum + one.points, 0);
    flagged.set(name, [...(flagged.get(name) ?? []), points >= flaggedPoints]);
  }
  for (const [name, each] of flagged) {
    const share = wilson(each.filter(Boolean).length, each.length);
    const [value, low, high] = [share.value, share.low, share.high].map(percent);
    console.log(`${name}: ${value} % flagged (95 %: ${low} to ${high}), ${each.length} texts`);
  }
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
