import type { Pack, PhonePlan } from '../scan/detector.ts';
import { streetAddressDetectors } from './address/street-address.ts';
import { ageDetector } from './age.ts';
import { creditCardDetector, namedCardDetector } from './credit-card.ts';
import { base58Detector, bech32Detector, ethereumDetector } from './crypto-wallet.ts';
import { dateDetector, monthNameDetector, monthYearDetector } from './date/date.ts';
import { imeiDetector, vinDetectors } from './device-numbers.ts';
import { emailDetector } from './email.ts';
import { groupedIbanDetector, ibanDetector } from './iban.ts';
import { ipv4Detector, ipv6Detector } from './ip-address.ts';
import { macDetectors } from './mac-address.ts';
import { namedNumberDetectors } from './named-numbers.ts';
import { phoneDetector } from './phone/phone.ts';
import { urlDetector, webHostDetector } from './url.ts';

/** What is recognised whatever the country; telephone numbers by the plans of the countries in use. */
export function corePack(phones: readonly PhonePlan[]): Pack {
  return {
    id: 'core',
    detectors: [
      emailDetector,
      phoneDetector(phones),
      urlDetector,
      webHostDetector,
      ipv4Detector,
      ipv6Detector,
      ...macDetectors,
      dateDetector,
      monthNameDetector,
      monthYearDetector,
      ageDetector,
      creditCardDetector,
      namedCardDetector,
      ibanDetector,
      groupedIbanDetector,
      bech32Detector,
      base58Detector,
      ethereumDetector,
      imeiDetector,
      ...vinDetectors,
      ...namedNumberDetectors,
      ...streetAddressDetectors,
    ],
    phones: [],
  };
}
