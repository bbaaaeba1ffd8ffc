import { hostileTexts } from './hostile-texts.ts';
import { PatternSet } from './pattern-set.ts';

const msPerKilobyteMax = 2;

/**
 * Tries a pattern that `checkRecogniser` finds nothing wrong with on texts that are hard for it. Takes at most a quarter of a
 * second, and much less for most.
 * @param now milliseconds from any start, never going back
 */
export function isTooSlow(pattern: string, now: () => number): boolean {
  const texts = hostileTexts(pattern);
  const patterns = new PatternSet([pattern]);
  // What is slow once may have been held up by something else.
  return texts.some((text) => takesLong(text, patterns, now) && takesLong(text, patterns, now));
}

function takesLong(text: string, patterns: PatternSet, now: () => number): boolean {
  const end = now() + (text.length / 1024) * msPerKilobyteMax;
  try {
    patterns.find(text, () => {
      if (now() > end) throw new TooSlow();
    });
    return now() > end;
  } catch (thrown) {
    if (thrown instanceof TooSlow) return true;
    throw thrown;
  }
}

class TooSlow extends Error {}
