import type { Pack } from '../../scan/detector.ts';
import { europeanPhones } from './eu-phones.ts';
import { nirDetectors } from './france.ts';
import { fiscalCodeDetector } from './italy.ts';
import { dniDetectors } from './spain.ts';
import { taxNumberDetectors } from './tax-numbers.ts';
import { vatDetectors } from './vat.ts';

/** European Union. */
export const euPack: Pack = {
  id: 'eu',
  detectors: [
    ...dniDetectors,
    fiscalCodeDetector,
    ...nirDetectors,
    ...taxNumberDetectors,
    ...vatDetectors,
  ],
  phones: europeanPhones,
};
