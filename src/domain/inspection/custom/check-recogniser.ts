import { RE2JS } from 're2js';
import type { FieldError } from '../../errors.ts';
import type { CustomRecogniser } from '../inspection-settings.ts';
import { contextPhrase } from './context-phrase.ts';
import { largestRepeat } from './counted-repeats.ts';

const lengthMax = 512;
const repeatMax = 100;
/** Instructions of the compiled pattern: what a character costs at worst grows with them. */
const programSizeMax = 500;
const wordsMax = 3;
const reportedFrom = 50;

/** Says what is wrong with a tenant's recogniser, each in a sentence; nothing where it can be used. */
export function checkRecogniser(recogniser: CustomRecogniser): readonly FieldError[] {
  const { pattern, context, score } = recogniser;
  const wrong = patternProblem(pattern);
  const problems: FieldError[] = wrong === undefined ? [] : [{ field: 'pattern', message: wrong }];
  context.forEach((given, at) => {
    const words = contextPhrase(given).split(' ');
    if (words[0] === '' || words.length > wordsMax) {
      const message = 'Enter a word or a phrase of up to three words, of letters.';
      problems.push({ field: `context.${at}`, message });
    }
  });
  if (score < reportedFrom && context.length === 0) {
    const message = `Matches are reported from ${reportedFrom} on. Enter at least as much, or words that stand near.`;
    problems.push({ field: 'score', message });
  }
  return problems;
}

function patternProblem(pattern: string): string | undefined {
  if (pattern.length > lengthMax) return `Use at most ${lengthMax} characters.`;
  // Before it is compiled: repetitions of repetitions are what makes that take long.
  if (largestRepeat(pattern) > repeatMax)
    return `The pattern repeats something more than ${repeatMax} times.`;
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.programSize() > programSizeMax)
      return 'The pattern is too large. Use smaller repetitions or several patterns.';
    return matchesNothing(compiled)
      ? 'The pattern matches where nothing stands. It has to match something.'
      : undefined;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'unknown';
    return `This is no pattern in RE2 syntax: ${why}`;
  }
}

/** Between words, within one and at the ends of lines: `\b`, `\B` and `$` match an empty place at one of them. */
const texts = ['', 'a', ' ', 'aa', 'a a', 'a\n', '\na', '0', '-', 'é'];

function matchesNothing(pattern: RE2JS): boolean {
  return texts.some((text) => {
    const matcher = pattern.matcher(text);
    while (matcher.find()) if (matcher.end() === matcher.start()) return true;
    return false;
  });
}
