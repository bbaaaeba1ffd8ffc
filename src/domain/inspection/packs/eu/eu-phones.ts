import type { PhonePlan } from '../../scan/detector.ts';

const plan = (
  region: string,
  countryCode: string,
  rest: Pick<PhonePlan, 'trunk' | 'numbers'>,
): PhonePlan => ({ region, countryCode, ...rest });

const numbers = (digitsMin: number, digitsMax: number, prefixes: readonly string[]) => ({
  prefixes,
  digitsMin,
  digitsMax,
});

/** National numbering plans of larger member states (ITU-T E.164 lists). */
export const europeanPhones: readonly PhonePlan[] = [
  plan('DE', '49', {
    trunk: '0',
    numbers: [
      numbers(10, 11, ['15', '16', '17']),
      numbers(7, 11, ['2', '3', '4', '5', '6', '7', '8', '9']),
    ],
  }),
  plan('FR', '33', {
    trunk: '0',
    numbers: [numbers(9, 9, ['1', '2', '3', '4', '5', '6', '7', '9'])],
  }),
  plan('ES', '34', { trunk: '', numbers: [numbers(9, 9, ['6', '7', '8', '9'])] }),
  plan('IT', '39', { trunk: '', numbers: [numbers(9, 10, ['3']), numbers(8, 11, ['0'])] }),
  plan('NL', '31', {
    trunk: '0',
    numbers: [numbers(9, 9, ['1', '2', '3', '4', '5', '6', '7', '8'])],
  }),
  plan('BE', '32', {
    trunk: '0',
    numbers: [numbers(9, 9, ['4']), numbers(8, 8, ['1', '2', '3', '5', '6', '7', '8', '9'])],
  }),
  plan('PL', '48', { trunk: '', numbers: [numbers(9, 9, ['4', '5', '6', '7', '8'])] }),
  plan('SE', '46', {
    trunk: '0',
    numbers: [numbers(9, 9, ['7']), numbers(7, 9, ['1', '2', '3', '4', '5', '6', '8', '9'])],
  }),
  plan('AT', '43', {
    trunk: '0',
    numbers: [numbers(10, 13, ['6']), numbers(7, 11, ['1', '2', '3', '4', '5', '7'])],
  }),
  plan('IE', '353', {
    trunk: '0',
    numbers: [numbers(9, 9, ['8']), numbers(8, 9, ['1', '2', '4', '5', '6', '7', '9'])],
  }),
  plan('PT', '351', { trunk: '', numbers: [numbers(9, 9, ['2', '9'])] }),
];
