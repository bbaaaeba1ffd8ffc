import { isWordUnit } from '../scan/character-class.ts';
import type { PictureDetector } from '../scan/detector.ts';

const after =
  /^(?:[- ]years?[- ]?old|[- ]?y(?:rs?)?\.?[/ ]?o(?:ld)?\b|[- ]yrs?[- ]old| years of age| jahre alt| ans\b| años| anni\b| jaar oud)/i;
const before =
  /(?:\b(?:aged?|umur|usia|berusia|berumur|umurnya|usianya|alter|leeftijd|edad|âge)(?: (?:is|of|adalah))?\W{1,3})$/i;
const yearsInIndonesian = /^ (?:tahun|thn|th)\b/i;
const isOldInIndonesian = /\b(?:umur|usia|berusia|berumur|umurnya|usianya)\b[^.\n]{0,12}$/i;

/** How old someone is, in years: the number alone. */
export const ageDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.age',
  type: 'AGE',
  pictures: ['9', '99', '999'],
  probe(text, at) {
    let end = at;
    while (end < at + 3 && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
    if (!mayBeAge(text, at, end) || Number(text.slice(at, end)) > 120) return undefined;
    return saysAge(text.slice(Math.max(0, at - 24), at), text.slice(end, end + 16))
      ? { start: at, end, score: 0.8 }
      : undefined;
  },
};

/** Most small numbers are no ages: their neighbours tell before any expression is tried. */
function mayBeAge(text: string, at: number, end: number): boolean {
  const next = text.charCodeAt(end + 1) | 32;
  const following = text.charCodeAt(end);
  const opens =
    (following === 0x20 || following === 0x2d) && 'yjatj'.includes(String.fromCharCode(next));
  if (opens || (following | 32) === 0x79) return true;
  if (isWordUnit(following) || following === 0x2f || following === 0x3a) return false;
  const labelled = text.charCodeAt(at - 1);
  const last = text.charCodeAt(labelled === 0x20 ? at - 2 : at - 1) | 32;
  return 'edrasnf'.includes(String.fromCharCode(last)) || last === 0x3a || last === 0x22;
}

function saysAge(textBefore: string, textAfter: string): boolean {
  if (after.test(textAfter)) return true;
  if (yearsInIndonesian.test(textAfter)) return isOldInIndonesian.test(textBefore);
  return before.test(textBefore) && !/^(?:\w|[.,/:]\d)/.test(textAfter);
}
