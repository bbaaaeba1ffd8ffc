/**
 * What the detectors recognise, by the names that headers, policies and audit entries use. The names are a public contract:
 * never rename one. Severity: 4 secrets, cards, national ids, bank accounts and health ids; 3 what identifies a person with
 * little else; 2 contacts and names; 1 what needs company to matter.
 */
export const entities = {
  // Core
  EMAIL: { severity: 2, pack: 'core' },
  PHONE: { severity: 2, pack: 'core' },
  PERSON: { severity: 2, pack: 'core' },
  LOCATION: { severity: 1, pack: 'core' },
  ORGANIZATION: { severity: 1, pack: 'core' },
  STREET_ADDRESS: { severity: 3, pack: 'core' },
  DATE: { severity: 1, pack: 'core' },
  DATE_OF_BIRTH: { severity: 3, pack: 'core' },
  AGE: { severity: 1, pack: 'core' },
  URL: { severity: 1, pack: 'core' },
  IP_ADDRESS: { severity: 1, pack: 'core' },
  MAC_ADDRESS: { severity: 1, pack: 'core' },
  CREDIT_CARD: { severity: 4, pack: 'core' },
  IBAN: { severity: 4, pack: 'core' },
  BANK_ACCOUNT: { severity: 4, pack: 'core' },
  CRYPTO_WALLET: { severity: 2, pack: 'core' },
  PASSPORT: { severity: 3, pack: 'core' },
  DRIVER_LICENSE: { severity: 3, pack: 'core' },
  MEDICAL_RECORD: { severity: 4, pack: 'core' },
  IMEI: { severity: 2, pack: 'core' },
  VIN: { severity: 2, pack: 'core' },
  SECRET: { severity: 4, pack: 'core' },
  // Indonesia
  NIK: { severity: 4, pack: 'id' },
  KK: { severity: 4, pack: 'id' },
  NPWP: { severity: 4, pack: 'id' },
  NITKU: { severity: 2, pack: 'id' },
  BPJS: { severity: 4, pack: 'id' },
  ID_PLATE: { severity: 2, pack: 'id' },
  // Singapore
  SG_NRIC: { severity: 4, pack: 'sg' },
  SG_UEN: { severity: 1, pack: 'sg' },
  SG_POSTAL_CODE: { severity: 1, pack: 'sg' },
  // Malaysia
  MY_NRIC: { severity: 4, pack: 'my' },
  // India
  IN_AADHAAR: { severity: 4, pack: 'in' },
  IN_PAN: { severity: 4, pack: 'in' },
  IN_GSTIN: { severity: 2, pack: 'in' },
  IN_VOTER_ID: { severity: 4, pack: 'in' },
  IN_IFSC: { severity: 1, pack: 'in' },
  IN_UPI: { severity: 3, pack: 'in' },
  // United States
  US_SSN: { severity: 4, pack: 'us' },
  US_ITIN: { severity: 4, pack: 'us' },
  US_EIN: { severity: 2, pack: 'us' },
  US_ABA_ROUTING: { severity: 2, pack: 'us' },
  US_NPI: { severity: 2, pack: 'us' },
  US_MBI: { severity: 4, pack: 'us' },
  US_DEA: { severity: 3, pack: 'us' },
  // United Kingdom
  UK_NINO: { severity: 4, pack: 'uk' },
  UK_NHS: { severity: 4, pack: 'uk' },
  UK_UTR: { severity: 4, pack: 'uk' },
  UK_POSTCODE: { severity: 1, pack: 'uk' },
  // European Union
  EU_VAT: { severity: 1, pack: 'eu' },
  ES_DNI: { severity: 4, pack: 'eu' },
  IT_FISCAL_CODE: { severity: 4, pack: 'eu' },
  FR_NIR: { severity: 4, pack: 'eu' },
  DE_TAX_ID: { severity: 4, pack: 'eu' },
  NL_BSN: { severity: 4, pack: 'eu' },
  PL_PESEL: { severity: 4, pack: 'eu' },
  SE_PERSONNUMMER: { severity: 4, pack: 'eu' },
  // Australia
  AU_TFN: { severity: 4, pack: 'au' },
  AU_ABN: { severity: 1, pack: 'au' },
  AU_ACN: { severity: 1, pack: 'au' },
  AU_MEDICARE: { severity: 4, pack: 'au' },
} as const satisfies Readonly<Record<string, { readonly severity: Severity; readonly pack: Pack }>>;

export type Severity = 1 | 2 | 3 | 4;
export type Pack = 'core' | 'id' | 'sg' | 'my' | 'in' | 'us' | 'uk' | 'eu' | 'au';
export type EntityType = keyof typeof entities;
