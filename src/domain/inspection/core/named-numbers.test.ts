import { expect, test } from 'vitest';
import { compilePlan } from '../scan/plan.ts';
import { scanText } from '../scan/scan-text.ts';
import { corePack } from './core-pack.ts';

const plan = compilePlan({ packs: [corePack([])] });

function recognise(text: string): readonly string[] {
  return scanText(text, plan).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);
}

test.each([
  ['refund to A/c No. 80349728934, please', 'BANK_ACCOUNT 80349728934'],
  ['DBS account no: 442-85896-7', 'BANK_ACCOUNT 442-85896-7'],
  ['HC 9960887, acude por cefalea', 'MEDICAL_RECORD 9960887'],
  ['Reisepass-Nr.: CGKPNVGR6', 'PASSPORT CGKPNVGR6'],
  ['laptop MAC 70b8.f35e.17e3. Called back', 'MAC_ADDRESS 70b8.f35e.17e3'],
  ['Pasien Tn. Gunadi, 75 tahun, datang', 'AGE 75'],
  ['I am Anjali Reddy, 72 yrs, working', 'AGE 72'],
  ['Data urodzenia: 1980-01-20', 'DATE_OF_BIRTH 1980-01-20'],
])('a word beside it tells what %j holds', (text, expected) => {
  expect(recognise(text)).toEqual([expected]);
});

test.each([
  ['UPDATE t SET a = 1 WHERE account_id = 615132'],
  ['a loan, 12 years, at a fixed rate'],
  ['build 1234.5678.9012 of the driver'],
])('nothing is found in %j', (text) => {
  expect(recognise(text)).toEqual([]);
});
