import type { Pack } from '../scan/detector.ts';
import { creditCardDetector, namedCardDetector } from './credit-card.ts';
import { emailDetector } from './email.ts';

/** What is recognised whatever the country. */
export const corePack: Pack = {
  id: 'core',
  detectors: [emailDetector, creditCardDetector, namedCardDetector],
  phones: [],
};
