import type { Chain } from './chain.ts';
import type { InjectionSignalName } from './injection-signal.ts';
import { phraseRules } from './phrase-rules.ts';
import { hashWord, type Words } from './read-words.ts';
import { forbidding } from './word-classes.ts';

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

/** The steps that a word takes, those of one place in a table linked. */
interface KnownWord {
  readonly hash: number;
  readonly steps: readonly Step[];
  readonly next: KnownWord | undefined;
}

const allChains = phraseRules.flatMap(({ signal, chains }) =>
  chains.map((chain) => ({ signal, chain })),
);
const allSteps = listSteps();
const placeMask = 0xffff;
/** By the last bits of their hashes. */
const knownWords: (KnownWord | undefined)[] = Array.from({ length: placeMask + 1 });
const [may, mayBegin] = [1, 2];
/** Rules out most words of a text without a look at the words that are known. */
const mayMatch = new Uint8Array(placeMask + 1);
for (const [hash, steps] of indexSteps()) know(hash, steps);
const forbids: ReadonlySet<number> = new Set(forbidding.map(hashWord));
/** By slot; kept between texts because making them takes longer than reading a short text. One text is matched at a time. */
const reached = new Int32Array(allSteps.length);
const began = new Int32Array(allSteps.length);

/** The surest match of each signal. Takes time linear in the words: a word is offered only to the rules that know it. */
export function findPhrases(words: Words): readonly PhraseMatch[] {
  const matching = new Matching(words);
  const hasPairs = !words.isAscii;
  for (let word = 0; word < words.count; word += 1) {
    const hash = words.hash(word);
    const wanted = word <= matching.until ? may : mayBegin;
    if (((mayMatch[hash & placeMask] ?? 0) & wanted) !== 0) matching.read(hash, word, word);
    if (hasPairs && words.adjoins(word)) matching.read(words.pairHash(word), word - 1, word);
  }
  return matching.found;
}

/** Whether a rule knows the word. */
export function isPhraseWord(hash: number): boolean {
  return knownWord(hash) !== undefined;
}

const nothing: readonly PhraseMatch[] = [];

/** How far each rule has come: the last word that completed each step, and where that chain began. */
class Matching {
  /** Until this word some chain may go on. */
  until = -1;
  readonly #words: Words;
  /** Most texts are short and hold no word that begins a rule: nothing is made for them. */
  #best: Map<InjectionSignalName, PhraseMatch> | undefined;

  constructor(words: Words) {
    this.#words = words;
  }

  get found(): readonly PhraseMatch[] {
    return this.#best === undefined ? nothing : [...this.#best.values()];
  }

  /** Reads the words from `first` to `last`, which are one for the rules. */
  read(hash: number, first: number, last: number): void {
    const known = knownWord(hash);
    if (known === undefined) return;
    if (this.until < 0) reached.fill(-1);
    for (const step of known.steps) {
      if (step.isFirst ? this.#begins(step, first) : this.#continues(step, first)) {
        this.#take(step, first, last);
      }
    }
  }

  #take(step: Step, first: number, last: number): void {
    const { slot, isFirst, isLast, chain } = step;
    began[slot] = isFirst ? first : (began[slot - 1] ?? first);
    reached[slot] = last;
    if (isLast) this.#report(step, last);
    const until = last + chain.gap + 1;
    if (until > this.until) this.until = until;
  }

  #begins({ chain }: Step, word: number): boolean {
    return !chain.isAskedFor || word === 0 || !forbids.has(this.#words.hash(word - 1));
  }

  #continues({ slot, chain }: Step, word: number): boolean {
    const before = reached[slot - 1] ?? -1;
    if (before < 0 || word <= before || word - before > chain.gap + 1) return false;
    return this.#words.sentence(word) - this.#words.sentence(before) <= chain.reach;
  }

  #report({ slot, signal, chain }: Step, last: number): void {
    const { confidence } = chain;
    this.#best ??= new Map();
    if ((this.#best.get(signal)?.confidence ?? -1) >= confidence) return;
    this.#best.set(signal, { signal, confidence, first: began[slot] ?? last, last });
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

function know(hash: number, steps: readonly Step[]): void {
  const place = hash & placeMask;
  knownWords[place] = { hash, steps, next: knownWords[place] };
  const matches = steps.some(({ isFirst }) => isFirst) ? may | mayBegin : may;
  mayMatch[place] = (mayMatch[place] ?? 0) | matches;
}

function knownWord(hash: number): KnownWord | undefined {
  let known = knownWords[hash & placeMask];
  while (known !== undefined && known.hash !== hash) known = known.next;
  return known;
}
