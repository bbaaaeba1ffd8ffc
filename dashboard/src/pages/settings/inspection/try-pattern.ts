import { checkRecogniser } from '../../../../../src/domain/inspection/custom/check-recogniser.ts';
import { Recognisers } from '../../../../../src/domain/inspection/custom/recognisers.ts';

type Recogniser = Parameters<typeof checkRecogniser>[0];

export interface TriedMatch {
  readonly text: string;
  /** Offsets into the sample. */
  readonly start: number;
  readonly end: number;
  readonly percent: number;
  /** The word near it that makes it likelier. */
  readonly near: string | undefined;
}

export type Trial =
  | { readonly outcome: 'broken'; readonly fields: ReturnType<typeof checkRecogniser> }
  | { readonly outcome: 'too_long' }
  | { readonly outcome: 'tried'; readonly matches: readonly TriedMatch[] };

/** A person waits for it while typing. */
const triedMs = 100;

class TooLong extends Error {}

/**
 * What requests would be told of a text, by the very code that inspects them.
 * @param now milliseconds from any start
 */
export function tryPattern(recogniser: Recogniser, sample: string, now: () => number): Trial {
  const fields = checkRecogniser(recogniser);
  if (fields.length > 0) return { outcome: 'broken', fields };
  const until = now() + triedMs;
  try {
    const found = new Recognisers([recogniser]).find(sample, () => {
      if (now() > until) throw new TooLong();
    });
    const matches = found.map(({ start, end, score, evidence }) => ({
      text: sample.slice(start, end),
      start,
      end,
      percent: Math.round(score * 100),
      near: evidence.context,
    }));
    return { outcome: 'tried', matches };
  } catch (thrown) {
    if (thrown instanceof TooLong) return { outcome: 'too_long' };
    throw thrown;
  }
}
