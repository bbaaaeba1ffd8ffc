import type { Recognised } from '../match.ts';
import { decodeBase64, tokenAround } from '../scan/base64-text.ts';
import { decodeText, undecodeSpan } from '../scan/decode-text.ts';
import { foldText, unfoldSpan } from '../scan/fold-text.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** One way to read a text. */
export interface TextView {
  readonly text: string;
  /** Whether characters that look alike are one in it. */
  readonly isFolded: boolean;
  /** Whether a span of it says no more than that something stands in what is encoded there. */
  readonly isEncoded: boolean;
  /** Where in the text as it was given a span of this one stands; undefined when another view shows the same. */
  spanOf(span: Span): Span | undefined;
}

/** A text as people see it, as it was written, and with escapes and Base64 undone: whatever the detectors of the packs see. */
export function textViews(text: string): readonly TextView[] {
  const folded = foldText(text);
  const unfold = (span: Span) => (folded.origins ? unfoldSpan(text, folded, span) : span);
  const views: TextView[] = [
    { text: folded.text, isFolded: true, isEncoded: false, spanOf: unfold },
  ];
  if (folded.text !== text)
    views.push({ text, isFolded: false, isEncoded: false, spanOf: (span) => span });
  const decoded = decodeText(folded.text);
  if (decoded) {
    const spanOf = (span: Span) => mapped(undecodeSpan(folded.text, decoded, span), unfold);
    views.push({ text: decoded.text, isFolded: true, isEncoded: false, spanOf });
  }
  const plain = decodeBase64(folded.text);
  if (plain) {
    const spanOf = (span: Span) => mapped(tokenAround(plain, span), unfold);
    views.push({ text: plain.text, isFolded: true, isEncoded: true, spanOf });
  }
  return views;
}

/** Puts what was found in a view where it stands in the text as it was given. */
export function placeFound(view: TextView, found: readonly Recognised[]): readonly Recognised[] {
  return found.flatMap((match) => {
    const span = view.spanOf(match);
    if (!span) return [];
    const evidence = view.isEncoded ? { ...match.evidence, encoded: true } : match.evidence;
    return [{ ...match, start: span.start, end: span.end, evidence }];
  });
}

function mapped(span: Span | undefined, to: (span: Span) => Span): Span | undefined {
  return span && to({ start: span.start, end: span.end });
}
