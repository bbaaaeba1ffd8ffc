import { isLetterUnit } from '../../scan/character-class.ts';
import type { Code, CodeDetector, TokenDetector } from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { phrases } from '../phrases.ts';
import { vatNumbers } from './vat-numbers.ts';

const vat = {
  type: 'EU_VAT',
  context: phrases(
    `vat, vat id, vat number, vat no, vat reg, vat registration, vatin, ust id, ust idnr, ustid, ustidnr, umsatzsteuer,
     umsatzsteuer identifikationsnummer, tva, numéro de tva, n tva, iva, partita iva, p iva, piva, cif, nif, btw, btw nummer,
     btw nr, moms, momsnummer, nip, uid, intracommunautaire, intracomunitario, alv`,
  ),
} as const;

const verified = { ...vat, score: 0.6, scoreInContext: 0.96, checksum: true } as const;
const named = { ...vat, score: 0, scoreInContext: 0.8, checksum: false } as const;

const isVerified = (code: Code) => vatNumberOf(code)?.check?.(code.text.slice(2)) === true;
const isNamed = (code: Code) => vatNumberOf(code) !== undefined;

/** The country's letters and the number, written together or in the groups of the country. */
export const vatDetectors: readonly (TokenDetector | CodeDetector)[] = [
  { ...verified, kind: 'token', id: 'eu.vat', lengthMin: 10, lengthMax: 14, accepts: isVerified },
  { ...named, kind: 'token', id: 'eu.vat_named', lengthMin: 6, lengthMax: 14, accepts: isNamed },
  {
    ...verified,
    kind: 'code',
    id: 'eu.vat_grouped',
    pictures: [
      ...['AA 999999999', 'AA 999 999 999', 'AA 9999 999 999', 'AA 9999.999.999', 'AA9999.999.999'],
      ...[
        'AA 99 999999999',
        'AA 99 999 999 999',
        'AA 99999999999',
        'AA 999999999A99',
        'AA A99999999',
      ],
      ...[
        'AA 9999999999',
        'AA 999-999-99-99',
        'AA 99999999',
        'AA 9999999A',
        'AA-999999999',
        'AAA 99999999',
      ],
    ],
    accepts: isVerified,
  },
];

function vatNumberOf({ text, written }: Code) {
  // Most codes are numbers: those are passed over before anything is made of them.
  if (!isLetterUnit(unitAt(written, 0)) || written !== written.toUpperCase()) return undefined;
  const found = vatNumbers[text.slice(0, 2)];
  return found?.shape.test(text.slice(2)) ? found : undefined;
}
