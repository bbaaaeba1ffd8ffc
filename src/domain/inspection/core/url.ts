import { isLetterUnit } from '../scan/character-class.ts';
import type { AnchorDetector, PrefixDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

const urlLengthMax = 2_048;
const schemes: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'ftps', 'sftp', 'ws', 'wss']);
const schemeLengthMax = 5;

/** Addresses of pages (RFC 3986) with a scheme that leads to a host. */
export const urlDetector: AnchorDetector = {
  kind: 'anchor',
  id: 'core.url',
  type: 'URL',
  anchor: ':',
  probe(text, at) {
    if (unitAt(text, at + 1) !== 0x2f || unitAt(text, at + 2) !== 0x2f) return undefined;
    let start = at;
    while (at - start < schemeLengthMax && isLetterUnit(unitAt(text, start - 1))) start -= 1;
    if (!schemes.has(text.slice(start, at).toLowerCase())) return undefined;
    const end = urlEnd(text, at + 3);
    return end > at + 3 ? { start, end, score: 0.9 } : undefined;
  },
};

/** Hosts that are written without a scheme. */
export const webHostDetector: PrefixDetector = {
  kind: 'prefix',
  id: 'core.url_www',
  type: 'URL',
  prefixes: ['www.', 'WWW.', 'Www.'],
  probe(text, at) {
    const end = urlEnd(text, at);
    const hasTopLevel = text.slice(at + 4, end).includes('.');
    return hasTopLevel ? { start: at, end, score: 0.85 } : undefined;
  },
};

const endsUrl = /[\s"'<>`{}|\\^[\]]/;

function urlEnd(text: string, from: number): number {
  const last = Math.min(text.length, from + urlLengthMax);
  let end = from;
  while (end < last && !endsUrl.test(text.charAt(end))) end += 1;
  while (end > from && '.,;:!?)*_'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}
