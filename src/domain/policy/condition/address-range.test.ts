import { expect, test } from 'vitest';
import { compileRange } from './address-range.ts';

test.each([
  ['10.0.0.0/8', '10.255.3.4', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['192.168.4.0/22', '192.168.7.255', true],
  ['192.168.4.0/22', '192.168.8.0', false],
  ['0.0.0.0/0', '1.2.3.4', true],
  ['0.0.0.0/0', '::1', false],
  ['10.1.2.3/32', '10.1.2.3', true],
  ['10.0.0.0/8', '::ffff:10.0.0.1', true],
  ['2001:db8::/32', '2001:db8:1::5', true],
  ['2001:db8::/32', '2001:db9::', false],
  ['::1/128', '0:0:0:0:0:0:0:1', true],
  ['10.0.0.0/8', '10.0.0.01', false],
  ['10.0.0.0/8', 'not an address', false],
  ['::/0', '1:2:3:4:5:6:7', false],
  ['::/0', '1::2::3', false],
])('%s holds %s: %s', (range, address, expected) => {
  expect(compileRange(range)?.(address)).toBe(expected);
});

test.each([
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0.1/8',
  '10.0.0/8',
  '10.0.0.0/8/8',
  'fe80::/129',
  '/8',
  '::/',
])('%s is no range', (range) => {
  expect(compileRange(range)).toBeUndefined();
});
