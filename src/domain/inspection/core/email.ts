import { afterEscape, isDigitUnit, isWordUnit } from '../scan/character-class.ts';
import type { AnchorDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

// RFC 5321 section 4.5.3.1 bounds the parts of an address; without bounds a text of `@` would cost quadratic time.
const localLengthMax = 64;
const domainLengthMax = 255;

/** E-mail addresses (RFC 5321), with letters of any script in them (RFC 6531). */
export const emailDetector: AnchorDetector = {
  kind: 'anchor',
  id: 'core.email',
  type: 'EMAIL',
  anchor: '@',
  probe(text, at) {
    const start = localStart(text, at);
    if (start >= at) return undefined;
    const end = domainEnd(text, at + 1);
    return end > 0 ? { start, end, score: 0.97 } : undefined;
  },
};

function localStart(text: string, at: number): number {
  const first = Math.max(0, at - localLengthMax);
  let start = at;
  while (start > first && isLocalUnit(unitAt(text, start - 1))) start -= 1;
  while (start < at && !isWordUnit(unitAt(text, start))) start += 1;
  if (unitAt(text, at - 1) === 0x2e) return at;
  return afterEscape(text, start);
}

// RFC 5322 allows more, but `=`, `/`, `&` and the like stand between addresses and what they are written into.
function isLocalUnit(unit: number): boolean {
  return isWordUnit(unit) || "._%+-'~".includes(String.fromCharCode(unit));
}

/** End of the host name that begins at `start`; 0 when there is none with a top-level domain. */
function domainEnd(text: string, start: number): number {
  const last = Math.min(text.length, start + domainLengthMax);
  let labelStart = start;
  let end = 0;
  while (labelStart < last) {
    const labelEnd = endOfLabel(text, labelStart, last);
    if (labelEnd === labelStart) break;
    if (labelStart > start && isTopLevel(text, labelStart, labelEnd)) end = labelEnd;
    if (unitAt(text, labelEnd) !== 0x2e) break;
    labelStart = labelEnd + 1;
  }
  return end;
}

function endOfLabel(text: string, start: number, last: number): number {
  let at = start;
  while (at < last && isLabelUnit(unitAt(text, at), at > start)) at += 1;
  while (at > start && unitAt(text, at - 1) === 0x2d) at -= 1;
  return at;
}

function isLabelUnit(unit: number, isInside: boolean): boolean {
  return isWordUnit(unit) || (isInside && unit === 0x2d);
}

/** Two letters or more; with digits and hyphens only in the encoded form of RFC 3490. */
function isTopLevel(text: string, start: number, end: number): boolean {
  if (end - start < 2) return false;
  if (text.startsWith('xn--', start)) return true;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (isDigitUnit(unit) || unit === 0x2d) return false;
  }
  return true;
}
