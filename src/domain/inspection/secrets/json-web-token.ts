import { isWordUnit } from '../scan/character-class.ts';
import type { PrefixDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { isInsideToken } from './prefixed-token.ts';

const headerLengthMax = 1_024;
const tokenLengthMax = 8_192;

/** JSON Web Tokens (RFC 7519) in compact form: the header names its algorithm, or the value is no token. */
export const jsonWebTokenDetector: PrefixDetector = {
  kind: 'prefix',
  id: 'secret.jwt',
  type: 'SECRET',
  prefixes: ['eyJ', 'ewo', 'eyA'],
  probe(text, at) {
    if (isInsideToken(text, at)) return undefined;
    const headerEnd = endOfSegment(text, at, at + headerLengthMax);
    if (unitAt(text, headerEnd) !== 0x2e) return undefined;
    const last = at + tokenLengthMax;
    const claimsEnd = endOfSegment(text, headerEnd + 1, last);
    if (claimsEnd - headerEnd < 3 || !namesAlgorithm(text.slice(at, headerEnd))) return undefined;
    return { start: at, end: endOfFurtherSegments(text, claimsEnd, last), score: 0.96 };
  },
};

/** Signature, or the three more segments of an encrypted token (RFC 7516). */
function endOfFurtherSegments(text: string, from: number, last: number): number {
  let end = from;
  for (let count = 0; count < 3 && unitAt(text, end) === 0x2e; count += 1) {
    const segmentEnd = endOfSegment(text, end + 1, last);
    if (segmentEnd === end + 1) break;
    end = segmentEnd;
  }
  return end;
}

function endOfSegment(text: string, from: number, last: number): number {
  let end = from;
  while (end < last && isSegmentUnit(unitAt(text, end))) end += 1;
  return end;
}

function isSegmentUnit(unit: number): boolean {
  return (unit < 128 && isWordUnit(unit)) || unit === 0x2d || unit === 0x5f;
}

function namesAlgorithm(header: string): boolean {
  return /"(?:alg|enc)"\s*:/.test(decodeBase64Url(header));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** As far as it is ASCII, which is all that is asked about. */
function decodeBase64Url(encoded: string): string {
  let bits = 0;
  let held = 0;
  let decoded = '';
  for (const symbol of encoded) {
    held = ((held << 6) | alphabet.indexOf(symbol)) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((held >> bits) & 0xff);
  }
  return decoded;
}
