import { isDigitUnit } from './character-class.ts';
import { isLetter } from './hash-words.ts';
import type { TextSpan } from './name-tagger.ts';
import { unitAt } from './unit-at.ts';

/** How far what stands around a name tells that it is one, and of which kind. */
const reach = 64;

/** The stretches of a decoded text in which names may have come to light, in order and apart. `undone` is what was escaped. */
export function nameStretches(text: string, undone: readonly number[]): readonly TextSpan[] {
  const stretches: { start: number; end: number }[] = [];
  for (const at of undone) {
    if (!mayBePartOfName(text, at)) continue;
    const before = stretches.at(-1);
    const end = Math.min(text.length, at + 1 + reach);
    if (before && at - reach <= before.end) before.end = end;
    else stretches.push({ start: betweenWords(text, at), end });
  }
  return stretches;
}

/** A letter in a word without digits, or what stands beside a letter. */
function mayBePartOfName(text: string, at: number): boolean {
  const [before, after] = [unitAt(text, at - 1), unitAt(text, at + 1)];
  if (!isLetter(unitAt(text, at))) return isLetter(before) || isLetter(after);
  return !isDigitUnit(before) && !isDigitUnit(after);
}

function betweenWords(text: string, place: number): number {
  let at = Math.max(0, place - reach);
  while (at > 0 && at < place && isLetter(unitAt(text, at - 1))) at += 1;
  return at;
}
