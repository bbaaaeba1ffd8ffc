import { isWordUnit, unitMask } from '../scan/character-class.ts';
import type { PrefixDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { digitCount, entropyOf } from './randomness.ts';
import type { TokenAlphabet, TokenFormat } from './token-formats.ts';

const entropyMin = 2;

const alphabets: Readonly<Record<TokenAlphabet, Uint8Array>> = {
  letters: alphabetOf(/[A-Za-z0-9]/),
  hex: alphabetOf(/[A-Fa-f0-9]/),
  word: alphabetOf(/[\w-]/),
  dotted: alphabetOf(/[\w.=-]/),
  base64: alphabetOf(/[\w+/=-]/),
  path: alphabetOf(/[\w/@.:-]/),
};

/** Keys that begin with what their provider says they begin with. */
export function prefixedTokenDetector(format: TokenFormat): PrefixDetector {
  return {
    kind: 'prefix',
    id: `secret.${format.name}`,
    type: 'SECRET',
    prefixes: format.prefixes,
    probe(text, at) {
      if (isInsideToken(text, at)) return undefined;
      for (const prefix of format.prefixes) {
        const end = text.startsWith(prefix, at) ? endOfToken(text, at + prefix.length, format) : 0;
        if (end > 0) return { start: at, end, score: 0.95 };
      }
      return undefined;
    },
  };
}

/** Words tied together are looked at from their first one on, which also keeps the cost of `sk-sk-sk-…` linear. */
export function isInsideToken(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  const isTied = before === 0x2d || before === 0x5f;
  return isTied && isWordUnit(unitAt(text, at - 2));
}

/** 0 when what follows the prefix is not of the format. */
function endOfToken(text: string, from: number, format: TokenFormat): number {
  const end = endOfAlphabet(text, from, format);
  const length = end - from;
  if (length < format.lengthMin || length > format.lengthMax) return 0;
  if (isWordUnit(unitAt(text, end))) return 0;
  const body = text.slice(from, end);
  if (entropyOf(body) < entropyMin || digitCount(body) < (format.digitsMin ?? 0)) return 0;
  return end;
}

function endOfAlphabet(text: string, from: number, format: TokenFormat): number {
  const alphabet = alphabets[format.alphabet];
  const last = Math.min(text.length, from + format.lengthMax + 2);
  let end = from;
  while (end < last && alphabet[unitAt(text, end) & unitMask] === 1) end += 1;
  // A full stop ends the sentence, not the key.
  while (end > from && '.:-'.includes(text.charAt(end - 1)) && end - from > format.lengthMin)
    end -= 1;
  return end;
}

function alphabetOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, unit) => +pattern.test(String.fromCharCode(unit)));
}
