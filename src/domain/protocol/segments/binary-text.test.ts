import { expect, test } from 'vitest';
import { binaryTypeOf, isCiphertext } from './binary-text.ts';

const bytes = Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 197 + 137) % 256));
const text = Buffer.from('Kartu keluarga dan NIK. '.repeat(40)).toString('base64');

test('bytes in Base64 are told from what can be read', () => {
  expect(binaryTypeOf(bytes.toString('base64'))).toBe('*/*');
  expect(binaryTypeOf(bytes.toString('base64url'))).toBe('*/*');
  expect(binaryTypeOf(`data:image/png;base64,${bytes.toString('base64')}`)).toBe('image/png');
  expect(binaryTypeOf(text)).toBeUndefined();
  expect(binaryTypeOf('a'.repeat(2_000))).toBeUndefined();
  expect(binaryTypeOf('3171234506780001'.repeat(100))).toBeUndefined();
  expect(binaryTypeOf(`Look at ${bytes.toString('base64')}`)).toBeUndefined();
});

test('only a long run of bytes is taken for what a provider encrypted or signed', () => {
  expect(isCiphertext(bytes.subarray(0, 60).toString('base64'))).toBe(true);
  for (const other of ['', 'xyz', '3171234506780001', `NIK ${bytes.toString('base64')}`, text]) {
    expect(isCiphertext(other)).toBe(false);
  }
});
