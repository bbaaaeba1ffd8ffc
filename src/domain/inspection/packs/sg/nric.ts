import type { CodeDetector } from '../../scan/detector.ts';
import { digitAt, weightedSum } from '../checksum/weighted-sum.ts';
import { phrases } from '../phrases.ts';

const weights = [2, 7, 6, 5, 4, 3, 2];

/** What is added to the sum, and the letters by the remainder. */
const series: Readonly<Record<string, readonly [added: number, letters: string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

/** Identity cards of citizens and residents (S, T) and numbers of foreigners (F, G, M), with their check letter. */
function isNric(code: string): boolean {
  const [added, letters] = series[code.charAt(0)] ?? [];
  if (added === undefined || letters === undefined || digitAt(code, 7) > 9) return false;
  return letters.charAt((added + weightedSum(code.slice(1), weights)) % 11) === code.charAt(8);
}

const nric = {
  kind: 'code',
  type: 'SG_NRIC',
  pictures: ['A9999999A', 'A 9999999 A', 'A-9999999-A', 'A9999999 A', 'A9999999-A', 'A 9999 999 A'],
  context: phrases(
    `nric, fin, nric no, nric number, fin no, fin number, identity card, ic, ic no, ic number, identification number, singpass,
     work permit, employment pass, s pass, id number, national id, passport ic, nomor identitas, uinfin, id no`,
  ),
} as const;

export const nricDetector: CodeDetector = {
  ...nric,
  id: 'sg.nric',
  score: 0.9,
  scoreInContext: 0.98,
  checksum: true,
  accepts: ({ text, written }) => isOfOneCase(written) && isNric(text),
};

/** Samples and typing errors. */
export const uncheckedNricDetector: CodeDetector = {
  ...nric,
  id: 'sg.nric_unchecked',
  score: 0,
  scoreInContext: 0.7,
  checksum: false,
  accepts: ({ text }) => series[text.charAt(0)] !== undefined,
};

function isOfOneCase(written: string): boolean {
  return written === written.toUpperCase() || written === written.toLowerCase();
}
