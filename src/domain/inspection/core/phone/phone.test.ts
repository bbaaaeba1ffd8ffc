import { describe, expect, test } from 'vitest';
import { packsOf } from '../../packs/packs.ts';
import { compilePlan } from '../../scan/plan.ts';
import { scanText } from '../../scan/scan-text.ts';

const plan = compilePlan({ packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']) });

function phonesIn(text: string): readonly string[] {
  return scanText(text, plan)
    .filter(({ type }) => type === 'PHONE')
    .map(({ start, end }) => text.slice(start, end));
}

describe('PHONE', () => {
  test.each([
    ['call +62 812-3456-7890 now', '+62 812-3456-7890'],
    ['hubungi 0812 3456 7890', '0812 3456 7890'],
    ['order desk, phone: (021) 555-7788', '(021) 555-7788'],
    ['01 42 68 53 00 x12', '01 42 68 53 00 x12'],
  ])('%j holds one', (text, phone) => {
    expect(phonesIn(text)).toEqual([phone]);
  });

  test.each([
    ['code 1234 5678 9012'],
    ['INV-2024-0812-3456'],
    ['PO number 0812345678'],
    ['Rp 1.234.567'],
    ['harga Rp1.250.000,00'],
    ['-6.200000, 106.816666'],
    ['resi 8123 4567 8901'],
    ['voucher 8123-4567-8901'],
    ['2024-05-06'],
    ['192.168.100.200'],
  ])('%j holds none', (text) => {
    expect(phonesIn(text)).toEqual([]);
  });
});
