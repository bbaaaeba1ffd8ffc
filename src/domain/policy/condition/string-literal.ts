import { type Place, policyError } from './diagnostic.ts';

export interface StringToken extends Place {
  readonly kind: 'string';
  readonly value: string;
  readonly text: string;
}

interface Quote {
  readonly mark: string;
  /** Where the content begins. */
  readonly from: number;
  readonly isRaw: boolean;
  readonly isBytes: boolean;
}

const loneSurrogate = /\p{Surrogate}/u;
const opening = /([rRbB]{0,2})("""|'''|"|')/y;

/** The opening of a string literal, if one is at this place. */
export function stringStart(source: string, start: number): Quote | undefined {
  opening.lastIndex = start;
  const found = opening.exec(source);
  if (found === null) return undefined;
  const prefix = (found[1] ?? '').toLowerCase();
  if (prefix === 'rr' || prefix === 'bb') return undefined;
  return {
    mark: found[2] ?? '"',
    from: opening.lastIndex,
    isRaw: prefix.includes('r'),
    isBytes: prefix.includes('b'),
  };
}

/** @throws PolicyError when it does not end, has a wrong escape, or is of bytes */
export function readString(source: string, start: number, quote: Quote): StringToken {
  const at = closingMark(source, quote);
  const end = at + quote.mark.length;
  if (at < 0) {
    throw policyError('syntax', 'the string does not end', { start, end: source.length });
  }
  if (quote.isBytes) throw policyError('unsupported', 'there are no bytes here', { start, end });
  const content = source.slice(quote.from, at);
  const value = quote.isRaw ? content : withoutEscapes(content, quote.from);
  if (loneSurrogate.test(value)) {
    throw policyError('syntax', 'the string holds half a character', { start, end });
  }
  return { kind: 'string', value, text: source.slice(start, end), start, end };
}

function closingMark(source: string, { mark, from, isRaw }: Quote): number {
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (source.startsWith(mark, at)) return at;
    if (mark.length === 1 && (character === '\n' || character === '\r')) return -1;
    if (character === '\\' && !isRaw) at += 1;
  }
  return -1;
}

// cel-spec, "String and Bytes Values": the escapes of one character, then those of a code point.
const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const escapeSequence =
  /\\(?:([abfnrtv])|([\\?"'`])|x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|)/g;

function withoutEscapes(content: string, offset: number): string {
  return content.replace(escapeSequence, (text: string, ...groups: unknown[]) => {
    const at = offset + Number(groups[7]);
    const place = { start: at, end: at + Math.max(2, text.length) };
    const [letter, mark, ...codes] = groups.slice(0, 7).map((group) => textOf(group));
    if (letter !== undefined) return simple[letter] ?? '';
    if (mark !== undefined) return mark;
    const hex = codes.slice(0, 4).find((code) => code !== undefined);
    const octal = codes[4];
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16), place);
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8), place);
    throw policyError('syntax', 'there is no such escape', place);
  });
}

function textOf(group: unknown): string | undefined {
  return typeof group === 'string' ? group : undefined;
}

function characterOf(code: number, place: Place): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (isSurrogate || code > 0x10ffff) {
    throw policyError('syntax', 'there is no such character', place);
  }
  return String.fromCodePoint(code);
}
