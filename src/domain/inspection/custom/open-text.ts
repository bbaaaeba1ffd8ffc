import type { CustomRecogniser } from '../inspection-settings.ts';
import { foldText, unfoldSpan } from '../scan/fold-text.ts';
import type { TermIndex } from './term-index.ts';

/** What of a streamed text is looked at, and held back, at most. */
const openLengthMax = 128;

/** What may match a space, as far as its writing tells: `.`, `\s`, a class of what is left out, a space itself. */
const acrossWords = /[ .]|\\[sSWDtnrvfxPpC]|\[\^|\[:(?:\^|space|blank|print|graph|ascii|cntrl)/;

/**
 * From where on the end of a text that goes on may still become a match of a tenant's own: what begins like a term, and what a
 * pattern may go on with.
 */
export function openText(
  terms: TermIndex,
  recognisers: readonly CustomRecogniser[],
): (text: string) => number {
  const mayCrossWords = recognisers.some(({ pattern }) => acrossWords.test(pattern));
  return (text) => {
    const first = Math.max(0, text.length - openLengthMax);
    if (mayCrossWords) return first;
    const openWord = recognisers.length === 0 ? text.length : lastWord(text, first);
    return terms.isEmpty ? openWord : Math.min(openWord, openTerm(terms, text, first));
  };
}

/** Start of what no space has ended yet. */
function lastWord(text: string, first: number): number {
  let at = text.length;
  while (at > first && !/\s/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

function openTerm(terms: TermIndex, text: string, first: number): number {
  const tail = text.slice(first);
  const folded = foldText(tail);
  const start = terms.openFrom(folded.text);
  if (start === folded.text.length) return text.length;
  const span = { start, end: folded.text.length };
  return first + (folded.origins ? unfoldSpan(tail, folded, span).start : start);
}
