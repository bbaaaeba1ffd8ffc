import type { CodeDetector } from '../../scan/detector.ts';
import { phrases } from '../phrases.ts';

/** Five letters, the fourth of which is the kind of holder, four digits and a check letter whose rule is not published. */
function isPan(code: string): boolean {
  return /^[A-Z]{3}[ABCFGHJKLPT][A-Z]\d{4}[A-Z]$/.test(code) && code.slice(5, 9) !== '0000';
}

const symbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** State, PAN, count of registrations, `Z`, and a check character: Luhn's rule over 36 symbols. */
function isGstin(code: string): boolean {
  if (!/^(?:0[1-9]|[12]\d|3[0-8]|9[79])/.test(code) || !isPan(code.slice(2, 12))) return false;
  let sum = 0;
  for (let at = 0; at < 14; at += 1) {
    const product = symbols.indexOf(code.charAt(at)) * (1 + (at % 2));
    sum += Math.floor(product / 36) + (product % 36);
  }
  return symbols[(36 - (sum % 36)) % 36] === code[14];
}

const pan = {
  kind: 'code',
  type: 'IN_PAN',
  context: phrases(
    'pan, pan card, pan number, pan no, permanent account number, income tax, taxpayer, tax id, tds',
  ),
  checksum: false,
} as const;

export const taxpayerDetectors: readonly CodeDetector[] = [
  {
    ...pan,
    id: 'in.pan',
    pictures: ['AAAAA9999A'],
    score: 0.8,
    scoreInContext: 0.96,
    accepts: ({ text, written }) => text === written && isPan(text),
  },
  {
    ...pan,
    id: 'in.pan_named',
    pictures: ['AAAAA9999A', 'AAAAA 9999 A', 'AAAAA-9999-A'],
    score: 0,
    scoreInContext: 0.9,
    accepts: ({ text }) => isPan(text),
  },
  {
    kind: 'code',
    id: 'in.gstin',
    type: 'IN_GSTIN',
    pictures: ['99AAAAA9999AXAX', '99 AAAAA9999A XAX', '99 AAAAA 9999 A XAX'],
    score: 0.95,
    scoreInContext: 0.98,
    context: phrases('gstin, gst, gst number, gst no, goods and services, gst registration'),
    checksum: true,
    accepts: ({ text }) => isGstin(text),
  },
];
