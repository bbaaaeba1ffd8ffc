import type { NumberDetector, Pack, PhonePlan } from '../../scan/detector.ts';
import { phrases } from '../phrases.ts';
import { kkDetector, nikDetectors } from './nik.ts';
import {
  headOfficeNpwpDetector,
  namedNpwpDetector,
  nitkuDetector,
  uncheckedNpwpDetector,
  writtenNpwpDetector,
} from './npwp.ts';
import { fullPlateDetector, namedPlateDetector } from './plate.ts';

const bpjsWords = phrases(
  `bpjs, bpjs kesehatan, nomor bpjs, no bpjs, kartu bpjs, jkn, jkn kis, kis, jaminan kesehatan, nomor peserta, peserta bpjs,
   no peserta, health insurance number`,
);

/** Health insurance: 13 digits without a check digit. */
const healthInsuranceDetector: NumberDetector = {
  kind: 'number',
  id: 'id.bpjs_health',
  type: 'BPJS',
  digitsMin: 13,
  digitsMax: 13,
  groupMin: 3,
  score: 0,
  scoreInContext: 0.93,
  context: bpjsWords,
  checksum: false,
  accepts: ({ text }) => !text.endsWith('0000000'),
};

/** Employment insurance: 11 digits. */
const employmentInsuranceDetector: NumberDetector = {
  kind: 'number',
  id: 'id.bpjs_employment',
  type: 'BPJS',
  digitsMin: 11,
  digitsMax: 11,
  groupMin: 11,
  score: 0,
  scoreInContext: 0.93,
  context: [...bpjsWords, ...phrases('kpj, nomor kpj, ketenagakerjaan, jamsostek, bpjs tk')],
  checksum: false,
  accepts: ({ text }) => !text.startsWith('08') && !text.endsWith('0000000'),
};

/** Without the area codes of three digits that begin with 20 or 30, which do not exist. */
const areaCodes = phrases(
  `21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 36, 37, 38, 40, 41, 42, 43, 44, 45, 46, 47, 48, 51, 52, 53, 54, 55,
   56, 61, 62, 63, 64, 65, 70, 71, 72, 73, 74, 75, 76, 77, 90, 91, 92, 93, 94, 95, 96, 97, 98`,
);

const indonesianPhones: PhonePlan = {
  region: 'ID',
  countryCode: '62',
  trunk: '0',
  numbers: [
    { prefixes: ['81', '82', '83', '85', '87', '88', '89'], digitsMin: 9, digitsMax: 12 },
    { prefixes: areaCodes, digitsMin: 8, digitsMax: 11 },
  ],
};

/** Indonesia. */
export const idPack: Pack = {
  id: 'id',
  detectors: [
    ...nikDetectors,
    kkDetector,
    writtenNpwpDetector,
    uncheckedNpwpDetector,
    headOfficeNpwpDetector,
    namedNpwpDetector,
    nitkuDetector,
    healthInsuranceDetector,
    employmentInsuranceDetector,
    fullPlateDetector,
    namedPlateDetector,
  ],
  phones: [indonesianPhones],
};
