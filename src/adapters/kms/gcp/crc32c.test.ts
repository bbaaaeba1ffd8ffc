import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';

test.each([
  ['nothing', Buffer.alloc(0), 0],
  ['the nine digits of the check value', Buffer.from('123456789'), 0xe306_9283],
  ['32 zeros (RFC 3720 B.4)', Buffer.alloc(32), 0x8a91_36aa],
  ['32 bytes of ones (RFC 3720 B.4)', Buffer.alloc(32, 0xff), 0x62a8_ab43],
])('CRC-32C of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});
