import { unitAt } from '../scan/unit-at.ts';
/** Characters that show nothing, or show other text than is there. UTF-16 code units, half-open. */
export interface Invisible {
  readonly start: number;
  readonly end: number;
  /** 0 to 100. */
  readonly confidence: number;
}

// What the search looks for: zero-width and bidirectional controls, and the first halves of tag characters, of variation
// selectors beyond the sixteenth, and of nothing else that is written.
const suspects =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\udb40[\udc00-\uddef]/g;
/** A flag of a part of a country, as emoji write it: a black flag and letters in tag characters. */
const flagLead = '\ud83c\udff4';
const isAsciiLetter = /[A-Za-z]/;
const isRightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The surest place of characters that hide text or reorder it; joiners that emoji and scripts need are none. */
export function findInvisible(text: string): Invisible | undefined {
  if (text.search(suspects) < 0) return undefined;
  const readsRightToLeft = isRightToLeft.test(text);
  let best: Invisible | undefined;
  for (const { 0: found, index } of text.matchAll(suspects)) {
    const confidence = confidenceAt(text, index, readsRightToLeft);
    if (confidence <= (best?.confidence ?? 0)) continue;
    best = { start: index, end: index + found.length, confidence };
  }
  return best;
}

function confidenceAt(text: string, at: number, readsRightToLeft: boolean): number {
  const unit = unitAt(text, at);
  if (unit === 0xdb40) return hidesText(text, at) ? 100 : 0;
  if (isOverride(unit)) return 90;
  if (isBidirectional(unit)) return readsRightToLeft ? 0 : 50;
  return splitsWord(text, at) ? 60 : 0;
}

/** Tag characters and long selectors spell out text that only the model reads. */
function hidesText(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  if (before === flagLead || before.startsWith('\udb40')) return false;
  return unitAt(text, at + 2) === 0xdb40;
}

function isOverride(unit: number): boolean {
  return unit === 0x202d || unit === 0x202e;
}

function isBidirectional(unit: number): boolean {
  return (unit >= 0x202a && unit <= 0x202c) || (unit >= 0x2066 && unit <= 0x2069);
}

function splitsWord(text: string, at: number): boolean {
  return isAsciiLetter.test(text.charAt(at - 1)) && isAsciiLetter.test(text.charAt(at + 1));
}
