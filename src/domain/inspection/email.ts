import type { Detector } from './signals.ts';

// RFC 5321 section 4.5.3.1 bounds the parts of an address; without bounds a text of `@` would cost quadratic time.
const localLengthMax = 64;
const domainLengthMax = 255;

const localPart = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/;
const domainStart =
  /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*\.[A-Za-z]{2,63}(?![A-Za-z0-9-])/;

export const emailDetector: Detector = {
  type: 'EMAIL',
  count(text) {
    let found = 0;
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      if (hasLocalPart(text, at) && hasDomain(text, at)) found += 1;
    }
    return found;
  },
};

function hasLocalPart(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start <= localLengthMax && localPart.test(text.charAt(start - 1)))
    start -= 1;
  const length = at - start;
  return length > 0 && length <= localLengthMax && text.charAt(at - 1) !== '.';
}

function hasDomain(text: string, at: number): boolean {
  return domainStart.test(text.slice(at + 1, at + 1 + domainLengthMax));
}
