import { unitAt } from '../scan/unit-at.ts';
import { readFeatures, windowFeatures, windowStarts, windowWords } from './language-features.ts';
import {
  bias,
  confidence0Logit,
  confidence100Logit,
  packedWeights,
  scale,
} from './language-weights.ts';
import type { Words } from './read-words.ts';

/** The most suspicious part of a text. */
export interface LanguageMatch {
  /** Log-odds that it was written to attack, as the model learned them from as many attacks as other texts. */
  readonly logit: number;
  /** Numbers of words, the last included. */
  readonly first: number;
  readonly last: number;
}

const weights = Int8Array.from(atob(packedWeights), (character) => unitAt(character, 0));

/** Judges a text in windows of 256 words; undefined when it has no word. */
export function judgeLanguage(words: Words): LanguageMatch | undefined {
  let worst: LanguageMatch | undefined;
  for (const first of windowStarts(words.count)) {
    const last = Math.min(words.count, first + windowWords);
    const logit = logitOf(readFeatures(words, first, last));
    if (worst === undefined || logit > worst.logit) worst = { logit, first, last: last - 1 };
  }
  return worst;
}

/** 0 to 100, whole. */
export function confidenceOf(logit: number): number {
  const part = (logit - confidence0Logit) / (confidence100Logit - confidence0Logit);
  return Math.round(100 * Math.min(1, Math.max(0, part)));
}

function logitOf(count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += weights[windowFeatures[at] ?? 0] ?? 0;
  return bias + (scale * sum) / Math.sqrt(count + 8);
}
