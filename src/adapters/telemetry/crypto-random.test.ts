import { expect, test } from 'vitest';
import { isId } from '../../domain/ids.ts';
import { cryptoRandom } from './crypto-random.ts';

const random = cryptoRandom({ now: () => 1_800_000_000_000, monotonic: () => 0 });

test('no bytes are served twice, whatever the lengths', () => {
  const seen = new Set<string>();
  for (let round = 0; round < 5_000; round += 1) {
    for (const length of [16, 32, 64, 65]) seen.add(random.bytes(length).toString('hex'));
  }
  expect(seen.size).toBe(20_000);
});

test('a buffer belongs to its caller: wiping one leaves the next alone', () => {
  const first = random.bytes(32);
  const second = random.bytes(32);
  const before = second.toString('hex');
  first.fill(0);
  expect(second.toString('hex')).toBe(before);
  expect(random.bytes(32).equals(Buffer.alloc(32))).toBe(false);
});

test('every bit of the bytes is used', () => {
  const ones = Buffer.alloc(64);
  const zeros = Buffer.alloc(64, 0xff);
  for (let round = 0; round < 200; round += 1) {
    const bytes = random.bytes(64);
    for (let at = 0; at < 64; at += 1) {
      ones[at] = (ones[at] ?? 0) | (bytes[at] ?? 0);
      zeros[at] = (zeros[at] ?? 0) & (bytes[at] ?? 0);
    }
  }
  expect(ones.equals(Buffer.alloc(64, 0xff))).toBe(true);
  expect(zeros.equals(Buffer.alloc(64))).toBe(true);
});

test('ids are of their kind and different', () => {
  const ids = Array.from({ length: 1_000 }, () => random.id('aud'));
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id) => isId('aud', id))).toBe(true);
});
