/** Words that mean the same to a chain, written as `readWords` folds them: lower case, no apostrophes, every digit 0. */
export type WordClass = readonly string[];

/** Words of the classes one after the other in one sentence, with at most `gap` other words before each but the first. */
export interface Chain {
  /** 0 to 100. */
  readonly confidence: number;
  readonly gap: number;
  readonly steps: readonly WordClass[];
}

export function chain(confidence: number, gap: number, steps: readonly WordClass[]): Chain {
  return { confidence, gap, steps };
}

/** Words that follow each other directly. */
export function phrase(confidence: number, words: string): Chain {
  return { confidence, gap: 0, steps: words.split(' ').map((word) => [word]) };
}

export function wordClass(...lines: readonly string[]): WordClass {
  return lines.flatMap((line) => line.split(' '));
}
