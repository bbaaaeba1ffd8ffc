import type { CodeDetector, TokenDetector } from '../scan/detector.ts';
import { hasLuhnCheckDigit } from './luhn.ts';

/** Numbers of mobile devices (3GPP TS 23.003); a seventh of all 15-digit numbers pass the check, so a word must say it. */
export const imeiDetector: CodeDetector = {
  kind: 'code',
  id: 'core.imei',
  type: 'IMEI',
  pictures: ['999999999999999', '99-999999-999999-9', '99 999999 999999 9', '999999-99-999999-9'],
  score: 0.3,
  scoreInContext: 0.95,
  context: ['imei', 'device id', 'handset', 'perangkat', 'nomor imei'],
  checksum: true,
  accepts: ({ text }) => hasLuhnCheckDigit(text),
};

/** Vehicle numbers (ISO 3779). The check digit is compulsory in North America only. */
export const vinDetectors: readonly TokenDetector[] = [
  {
    kind: 'token',
    id: 'core.vin',
    type: 'VIN',
    lengthMin: 17,
    lengthMax: 17,
    score: 0.75,
    scoreInContext: 0.97,
    context: ['vin', 'vehicle', 'chassis', 'rangka', 'nomor rangka', 'car', 'fahrgestellnummer'],
    checksum: true,
    accepts: ({ text }) => isVin(text) && hasVinCheckDigit(text),
  },
  {
    kind: 'token',
    id: 'core.vin_unchecked',
    type: 'VIN',
    lengthMin: 17,
    lengthMax: 17,
    score: 0,
    scoreInContext: 0.85,
    context: [
      'vin',
      'chassis',
      'vehicle identification',
      'rangka',
      'nomor rangka',
      'fahrgestellnummer',
    ],
    checksum: false,
    accepts: ({ text }) => isVin(text),
  },
];

function isVin(text: string): boolean {
  return /^[A-HJ-NPR-Z0-9]{13}\d{4}$/.test(text) && /[A-Z]/.test(text);
}

const vinValues: Readonly<Record<string, number>> = {
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
  ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
};
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function hasVinCheckDigit(text: string): boolean {
  const sum = vinWeights.reduce((total, weight, at) => {
    const symbol = text.charAt(at);
    return total + weight * (vinValues[symbol] ?? Number(symbol));
  }, 0);
  const rest = sum % 11;
  return text.charAt(8) === (rest === 10 ? 'X' : String(rest));
}
