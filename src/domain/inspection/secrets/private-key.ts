import type { WordDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

const bodyLengthMin = 40;
const keyLengthMax = 16_384;
const begin = /^BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/;
const ending = /^-----END [A-Z0-9 ]{1,40}-----/;

/** Private keys in textual encoding (RFC 7468, RFC 4880), line ends escaped or not. */
export const privateKeyDetector: WordDetector = {
  kind: 'word',
  id: 'secret.private_key',
  type: 'SECRET',
  words: ['begin'],
  probe(text, at) {
    if (!text.startsWith('-----', at - 5)) return undefined;
    const head = begin.exec(text.slice(at, at + 80));
    if (!head) return undefined;
    const from = at + head[0].length;
    const to = endOfBody(text, from);
    if (to - from < bodyLengthMin) return undefined;
    const tail = ending.exec(text.slice(to, to + 60));
    return { start: at - 5, end: to + (tail?.[0].length ?? 0), score: 0.98 };
  },
};

/** Up to the five hyphens of the end; a key that was cut off ends where its characters do. */
function endOfBody(text: string, from: number): number {
  const last = Math.min(text.length, from + keyLengthMax);
  let at = from;
  while (at < last && isBodyUnit(unitAt(text, at)) && !text.startsWith('-----', at)) at += 1;
  return at;
}

// Base64, white space and its escapes, and the header lines of older formats.
function isBodyUnit(unit: number): boolean {
  return (unit > 0x20 && unit < 0x7f && unit !== 0x22 && unit !== 0x3c) || isWhiteSpace(unit);
}

function isWhiteSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}
