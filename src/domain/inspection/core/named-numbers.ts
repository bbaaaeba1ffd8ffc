import type { CodeDetector, Detector, NumberDetector, TokenDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

// Nothing in these numbers tells what they are: only the word beside them does.
const unverified = { score: 0, checksum: false } as const;

const passportWords = [
  ...[
    'passport',
    'passport number',
    'passport no',
    'paspor',
    'nomor paspor',
    'pasport',
    'reisepass',
  ],
  ...['passeport', 'pasaporte', 'passaporto', 'paspoort', 'travel document'],
  ...['reisepassnummer', 'passnummer', 'paspoortnummer', 'paszport', 'paszportu', 'no pasport'],
];

const passportDetector: CodeDetector = {
  ...unverified,
  kind: 'code',
  id: 'core.passport',
  type: 'PASSPORT',
  pictures: [
    ...[
      '999999999',
      '99999999',
      'A999999',
      'A9999999',
      'A99999999',
      'AA999999',
      'AA9999999',
      'AAA999999',
    ],
    ...['99AA99999', 'A9999999A', 'AA99999', 'A99A99999', 'A 9999999', 'A99999999A', 'A 999999'],
  ],
  scoreInContext: 0.85,
  context: passportWords,
  accepts: () => true,
};

/** Numbers of German passports are so long, and may hold one digit alone. */
const mixedLength = 9;

/** German and other passports mix letters and digits anywhere. */
const mixedPassportDetector: TokenDetector = {
  ...unverified,
  kind: 'token',
  id: 'core.passport_mixed',
  type: 'PASSPORT',
  lengthMin: 8,
  lengthMax: 10,
  scoreInContext: 0.8,
  context: passportWords,
  accepts: ({ written }) =>
    digitCount(written) >= (written.length === mixedLength ? 1 : 3) && /^[A-Z0-9]+$/.test(written),
};

const licenceWords = [
  ...['driver license', 'drivers license', 'driver s license', 'driver licence', 'drivers licence'],
  ...[
    'driver s licence',
    'driving license',
    'driving licence',
    'license number',
    'licence number',
    'dl',
  ],
  ...[
    'dl number',
    'dl no',
    'sim',
    'nomor sim',
    'surat izin mengemudi',
    'führerschein',
    'permis de conduire',
  ],
  ...[
    'permiso de conducir',
    'rijbewijs',
    'patente',
    'lesen memandu',
    'driver lic',
    'driving permit',
  ],
];

const licenceTokenDetector: TokenDetector = {
  ...unverified,
  kind: 'token',
  id: 'core.driver_license',
  type: 'DRIVER_LICENSE',
  lengthMin: 6,
  lengthMax: 16,
  scoreInContext: 0.82,
  context: licenceWords,
  accepts: ({ text }) => digitCount(text) >= 5 || (digitCount(text) >= 4 && text.length <= 8),
};

const licenceGroupsDetector: CodeDetector = {
  ...unverified,
  kind: 'code',
  id: 'core.driver_license_grouped',
  type: 'DRIVER_LICENSE',
  pictures: [
    ...[
      'AA-999999',
      'A999-9999-9999',
      'A999-9999-9999-99',
      'A9999-99999-99999',
      'A999-999-99-999-9',
      '99-999-9999',
    ],
    ...[
      '999-999-999',
      '999 999 999',
      'A99-99-9999',
      'A999-999-999-999',
      '99 999 999',
      '9999-9999-999999',
    ],
    ...['AAAAA999999AA9AA', 'AAAAA 999999 AA9AA', 'A-999-999-999-999'],
  ],
  scoreInContext: 0.85,
  context: licenceWords,
  accepts: () => true,
};

const recordWords = [
  ...[
    'mrn',
    'medical record',
    'medical record number',
    'patient id',
    'patient number',
    'chart number',
  ],
  ...[
    'hospital number',
    'rekam medis',
    'nomor rekam medis',
    'no rm',
    'rekod perubatan',
    'chart no',
  ],
  ...['patient no', 'krankenakte', 'dossier médical', 'health record'],
  ...['historia clínica', 'historia clinica', 'nhc', 'hc', 'cartella clinica', 'patientennummer'],
  ...['fallnummer', 'numéro de dossier', 'no dossier', 'hospital no', 'no rekam medis'],
];

const recordDetector: TokenDetector = {
  ...unverified,
  kind: 'token',
  id: 'core.medical_record',
  type: 'MEDICAL_RECORD',
  lengthMin: 5,
  lengthMax: 12,
  scoreInContext: 0.85,
  context: recordWords,
  accepts: ({ text }) => digitCount(text) >= 4,
};

const groupedRecordDetector: CodeDetector = {
  ...unverified,
  kind: 'code',
  id: 'core.medical_record_grouped',
  type: 'MEDICAL_RECORD',
  pictures: [
    '99-99-99',
    '99-99-99-99',
    '999-999',
    '999-99-99',
    '99.99.99',
    '9999-9999',
    '999-999-999',
  ],
  scoreInContext: 0.86,
  context: recordWords,
  accepts: () => true,
};

const accountWords = [
  ...[
    'account number',
    'account no',
    'bank account',
    'acct',
    'acct number',
    'account',
    'checking account',
  ],
  ...[
    'savings account',
    'rekening',
    'no rekening',
    'nomor rekening',
    'norek',
    'rek',
    'akaun',
    'no akaun',
  ],
  ...['kontonummer', 'konto', 'compte', 'cuenta', 'rekeningnummer', 'conto', 'beneficiary account'],
  ...['a c no', 'ac no', 'acc no', 'numer konta', 'nr konta', 'rachunek'],
  ...['bca', 'bri', 'bni', 'mandiri', 'cimb', 'dbs', 'ocbc', 'uob', 'maybank', 'bsi'],
];

const otherThanAccounts = [
  ...[
    'invoice',
    'order',
    'ticket',
    'case',
    'phone',
    'telepon',
    'hp',
    'amount',
    'total',
    'rp',
    'usd',
    'balance',
  ],
  ...[
    'saldo',
    'customer id',
    'user id',
    'card',
    'kartu',
    'date',
    'tanggal',
    'routing',
    'sort code',
    'otp',
    'pin',
  ],
  ...['account id', 'account ids'],
];

const bankAccountDetector: NumberDetector = {
  ...unverified,
  kind: 'number',
  id: 'core.bank_account',
  type: 'BANK_ACCOUNT',
  digitsMin: 6,
  digitsMax: 18,
  groupMin: 3,
  scoreInContext: 0.8,
  context: accountWords,
  against: otherThanAccounts,
  accepts: ({ text, written }) => !/^(?:19|20)\d\d-\d\d-\d\d$/.test(written) && !isRound(text),
};

/** As banks in Singapore and Indonesia write them: with groups of one or two digits. */
const groupedAccountDetector: CodeDetector = {
  ...unverified,
  kind: 'code',
  id: 'core.bank_account_grouped',
  type: 'BANK_ACCOUNT',
  pictures: ['999-99999-9', '999-999999-9', '9999-99-999999-99-9', '99-9999-9999999-99'],
  scoreInContext: 0.85,
  context: [...accountWords, 'a c'],
  against: otherThanAccounts,
  accepts: () => true,
};

/** Numbers that are nothing in themselves and something by the word beside them. */
export const namedNumberDetectors: readonly Detector[] = [
  passportDetector,
  mixedPassportDetector,
  licenceTokenDetector,
  licenceGroupsDetector,
  recordDetector,
  groupedRecordDetector,
  bankAccountDetector,
  groupedAccountDetector,
];

function digitCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = unitAt(text, at);
    if (unit >= 0x30 && unit <= 0x39) count += 1;
  }
  return count;
}

/** Amounts end in zeros, account numbers hardly ever in four. */
function isRound(digits: string): boolean {
  return digits.endsWith('0000');
}
