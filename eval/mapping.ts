import type { EntityType } from '../src/domain/inspection/entity.ts';
import type { LabelMapping } from './sets/labelled-set.ts';

const dates: readonly EntityType[] = ['DATE', 'DATE_OF_BIRTH'];

/** Numbers of a state that one label stands for in a set of many countries. */
const nationalNumbers: readonly EntityType[] = [
  ...(['US_SSN', 'US_ITIN', 'FR_NIR', 'ES_DNI', 'DE_TAX_ID', 'IT_FISCAL_CODE', 'UK_NINO'] as const),
  ...(['NL_BSN', 'PL_PESEL', 'SE_PERSONNUMMER', 'UK_NHS', 'IN_AADHAAR', 'IN_PAN'] as const),
];

/** What each set calls things, and what they are here. */
export const mappings = {
  presidio: {
    PERSON: ['PERSON'],
    LOCATION: ['LOCATION'],
    GPE: ['LOCATION'],
    ADDRESS: ['STREET_ADDRESS'],
    STREET_ADDRESS: ['STREET_ADDRESS'],
    ORGANIZATION: ['ORGANIZATION'],
    CREDIT_CARD: ['CREDIT_CARD'],
    PHONE_NUMBER: ['PHONE'],
    DATE_TIME: dates,
    EMAIL_ADDRESS: ['EMAIL'],
    US_SSN: ['US_SSN'],
    IBAN_CODE: ['IBAN'],
    DOMAIN_NAME: ['URL'],
    US_DRIVER_LICENSE: ['DRIVER_LICENSE'],
    IP_ADDRESS: ['IP_ADDRESS'],
    AGE: ['AGE'],
  },
  piiAnon: {
    PERSON_NAME: ['PERSON'],
    ORGANIZATION_NAME: ['ORGANIZATION'],
    TIMESTAMP: dates,
    DATE_OF_BIRTH: ['DATE_OF_BIRTH', 'DATE'],
    STREET_ADDRESS: ['STREET_ADDRESS'],
    PHONE_NUMBER: ['PHONE'],
    SOCIAL_SECURITY_NUMBER: ['US_SSN', 'US_ITIN', 'FR_NIR', 'ES_DNI', 'DE_TAX_ID'],
    NATIONAL_ID_NUMBER: nationalNumbers,
    EMAIL_ADDRESS: ['EMAIL'],
    DRIVER_LICENSE_NUMBER: ['DRIVER_LICENSE'],
    PASSPORT_NUMBER: ['PASSPORT'],
    CREDIT_CARD_NUMBER: ['CREDIT_CARD'],
    BANK_ACCOUNT_NUMBER: ['BANK_ACCOUNT', 'IBAN'],
    BANK_ROUTING_NUMBER: ['US_ABA_ROUTING'],
    IP_ADDRESS: ['IP_ADDRESS'],
    MAC_ADDRESS: ['MAC_ADDRESS'],
    MEDICAL_RECORD_NUMBER: ['MEDICAL_RECORD'],
    API_KEY: ['SECRET'],
    AGE: ['AGE'],
    URL: ['URL'],
  },
  nerGrit: { PERSON: ['PERSON'], PLACE: ['LOCATION'], ORGANISATION: ['ORGANIZATION'] },
  idnerNews: { PER: ['PERSON'], LOC: ['LOCATION'], ORG: ['ORGANIZATION'] },
  wnut17: {
    person: ['PERSON'],
    location: ['LOCATION'],
    corporation: ['ORGANIZATION'],
    group: ['ORGANIZATION'],
  },
  pasteGuard: {
    PERSON: ['PERSON'],
    LOCATION: ['LOCATION', 'STREET_ADDRESS'],
    EMAIL_ADDRESS: ['EMAIL'],
    PHONE_NUMBER: ['PHONE'],
    CREDIT_CARD: ['CREDIT_CARD'],
    IBAN_CODE: ['IBAN'],
    IP_ADDRESS: ['IP_ADDRESS'],
  },
} as const satisfies Readonly<Record<string, LabelMapping>>;
