import { randomText } from '../server/identifier.ts';

const CHARACTERS_MAX = 15;

/** Random length hides the lengths of tokens from who only sees the sizes of packets. */
export function obfuscation(): string {
  return randomText(1 + Math.floor(Math.random() * CHARACTERS_MAX));
}
