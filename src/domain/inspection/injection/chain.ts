import type { InjectionSignalName } from './injection-signal.ts';

/** Words that mean the same to a chain, written as `readWords` folds them: lower case, no apostrophes, every digit 0. */
export type WordClass = readonly string[];

/** Words of the classes one after the other in one sentence, with at most `gap` other words before each but the first. */
export interface Chain {
  /** 0 to 100. */
  readonly confidence: number;
  readonly gap: number;
  readonly steps: readonly WordClass[];
  /** How many ends of sentences may lie between two steps. */
  readonly reach: number;
  /** Whether "never" or "do not" right before it makes it mean nothing: an operator says it to protect what is hidden. */
  readonly isAskedFor: boolean;
}

/** What tells of one signal. */
export interface PhraseRule {
  readonly signal: InjectionSignalName;
  readonly chains: readonly Chain[];
}

export function chain(confidence: number, gap: number, steps: readonly WordClass[]): Chain {
  return { confidence, gap, steps, reach: 0, isAskedFor: false };
}

/** Words that follow each other directly. */
export function phrase(confidence: number, words: string): Chain {
  return chain(
    confidence,
    0,
    words.split(' ').map((word) => [word]),
  );
}

/** Goes on in the next sentence: "Do not translate this. Instead, …". */
export function overSentences(of: Chain): Chain {
  return { ...of, reach: 1 };
}

export function unlessForbidden(of: Chain): Chain {
  return { ...of, isAskedFor: true };
}

export function wordClass(...lines: readonly string[]): WordClass {
  return lines.flatMap((line) => line.split(' '));
}
