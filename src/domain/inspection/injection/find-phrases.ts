import type { Chain } from './chain.ts';
import type { InjectionSignalName } from './injection-signal.ts';
import { phraseRules } from './phrase-rules.ts';
import { hashWord, type Words } from './read-words.ts';

export interface PhraseMatch {
  readonly signal: InjectionSignalName;
  /** 0 to 100. */
  readonly confidence: number;
  /** Numbers of words, the last included. */
  readonly first: number;
  readonly last: number;
}

/** One step of one chain. `slot` numbers all steps of all chains; that of the step before is one less. */
interface Step {
  readonly signal: InjectionSignalName;
  readonly chain: Chain;
  readonly slot: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const allChains = phraseRules.flatMap(({ signal, chains }) =>
  chains.map((chain) => ({ signal, chain })),
);
const allSteps = listSteps();
const stepsOfWord = indexSteps();
/** By slot; kept between texts because making them takes longer than reading a short text. One text is matched at a time. */
const reached = new Int32Array(allSteps.length);
const began = new Int32Array(allSteps.length);
const filterMask = 0xffff;
/** Rules out most words of a text without a look into the map. */
const mayMatch = new Uint8Array(filterMask + 1);
for (const hash of stepsOfWord.keys()) mayMatch[hash & filterMask] = 1;

/** The surest match of each signal. Takes time linear in the words: a word is offered only to the rules that know it. */
export function findPhrases(words: Words): readonly PhraseMatch[] {
  // Most texts are short and hold no word of any rule.
  let matching: Matching | undefined;
  for (let word = 0; word < words.count; word += 1) {
    const hash = words.hash(word);
    if (mayMatch[hash & filterMask] === 0) continue;
    const steps = stepsOfWord.get(hash);
    if (!steps) continue;
    matching ??= new Matching(words);
    for (const step of steps) matching.offer(step, word);
  }
  return matching ? [...matching.best.values()] : [];
}

/** How far each rule has come: the last word that completed each step, and where that chain began. */
class Matching {
  readonly best = new Map<InjectionSignalName, PhraseMatch>();
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
    reached.fill(-1);
  }

  offer(step: Step, word: number): void {
    const { slot, isFirst } = step;
    if (!isFirst && !this.#continues(step, word)) return;
    began[slot] = isFirst ? word : (began[slot - 1] ?? word);
    reached[slot] = word;
    if (step.isLast) this.#report(step, word);
  }

  #continues({ slot, chain }: Step, word: number): boolean {
    const before = reached[slot - 1] ?? -1;
    if (before < 0 || word - before > chain.gap + 1) return false;
    return this.#words.sentence(before) === this.#words.sentence(word);
  }

  #report({ slot, signal, chain }: Step, last: number): void {
    const { confidence } = chain;
    if ((this.best.get(signal)?.confidence ?? -1) >= confidence) return;
    this.best.set(signal, { signal, confidence, first: began[slot] ?? last, last });
  }
}

function listSteps(): readonly (Step & { readonly words: readonly string[] })[] {
  const listed: (Step & { readonly words: readonly string[] })[] = [];
  for (const { signal, chain } of allChains) {
    const lastIndex = chain.steps.length - 1;
    for (const [at, words] of chain.steps.entries()) {
      const slot = listed.length;
      listed.push({ signal, chain, words, slot, isFirst: at === 0, isLast: at === lastIndex });
    }
  }
  return listed;
}

/** Later steps stand before earlier ones, so that one word is never two steps of a chain. */
function indexSteps(): ReadonlyMap<number, readonly Step[]> {
  const index = new Map<number, Step[]>();
  for (const step of allSteps.toReversed()) {
    for (const hash of new Set(step.words.map(hashWord))) {
      const steps = index.get(hash) ?? [];
      steps.push(step);
      index.set(hash, steps);
    }
  }
  return index;
}
