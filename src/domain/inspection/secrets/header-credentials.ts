import type { WordDetector } from '../scan/detector.ts';
import { digitCount, entropyOf, isPlaceholder } from './randomness.ts';

const bearer = /^bearer\s{1,3}([\w.+/=~-]{16,512})/i;
const basic = /^basic\s{1,3}([A-Za-z0-9+/]{8,256}={0,2})(?![\w+/=])/i;

/** Bearer tokens (RFC 6750) that look random. */
export const bearerDetector: WordDetector = {
  kind: 'word',
  id: 'secret.bearer',
  type: 'SECRET',
  words: ['bearer'],
  probe(text, at) {
    const found = bearer.exec(text.slice(at, at + 560));
    const token = found?.[1];
    if (!found || token === undefined || isPlaceholder(token)) return undefined;
    if (entropyOf(token) < 3 || digitCount(token) < 2) return undefined;
    const start = at + found[0].length - token.length;
    return { start, end: start + token.length, score: 0.85, context: 'bearer' };
  },
};

/** User and password of basic authentication (RFC 7617), after the name of the header. */
export const basicDetector: WordDetector = {
  kind: 'word',
  id: 'secret.basic',
  type: 'SECRET',
  words: ['basic'],
  probe(text, at) {
    if (!/authorization["'\\]*\s*[:=]\s*["'\\]*$/i.test(text.slice(Math.max(0, at - 28), at)))
      return undefined;
    const found = basic.exec(text.slice(at, at + 280));
    const token = found?.[1];
    if (!found || token === undefined || entropyOf(token) < 2.5) return undefined;
    const start = at + found[0].length - token.length;
    return { start, end: start + token.length, score: 0.85, context: 'authorization' };
  },
};
