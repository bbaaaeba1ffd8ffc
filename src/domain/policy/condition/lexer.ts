import { type Place, type PolicyError, policyError } from './diagnostic.ts';
import { readString, stringStart } from './string-literal.ts';

export type Token = Place &
  (
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'int' | 'double'; readonly value: number; readonly text: string }
    | { readonly kind: 'string'; readonly value: string; readonly text: string }
    | { readonly kind: 'end'; readonly text: '' }
  );

/** Longest condition that is read, in UTF-16 code units. */
const sourceLengthMax = 16_384;

const blank = /(?:[ \t\n\f\r]+|\/\/[^\n]*)+/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /0[xX][0-9a-fA-F]+|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const symbol = /&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/y;
const wordCharacter = /[A-Za-z0-9_]/;

/**
 * Splits a condition into the tokens of CEL (cel-spec, "Syntax"), the last of which is `end`. Takes linear time.
 * @throws PolicyError where no token begins
 */
export function tokensOf(source: string): readonly Token[] {
  if (source.length > sourceLengthMax) {
    const place = { start: sourceLengthMax, end: source.length };
    throw policyError('too_large', `a condition has at most ${sourceLengthMax} characters`, place);
  }
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += lengthAt(blank, source, at);
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: at, end: at });
  return tokens;
}

/** Whether there are comments, which formatting would lose. */
export function hasComment(source: string): boolean {
  const tokens = tokensOf(source);
  return tokens.some((token, index) =>
    source.slice(tokens[index - 1]?.end ?? 0, token.start).includes('//'),
  );
}

function tokenAt(source: string, start: number): Token {
  const quote = stringStart(source, start);
  if (quote !== undefined) return readString(source, start, quote);
  const numberLength = lengthAt(number, source, start);
  if (numberLength > 0) return numberToken(source, start, start + numberLength);
  const wordLength = lengthAt(word, source, start);
  if (wordLength > 0) return piece('word', source, { start, end: start + wordLength });
  const symbolLength = lengthAt(symbol, source, start);
  if (symbolLength > 0) return piece('symbol', source, { start, end: start + symbolLength });
  throw unexpectedCharacter(source, start);
}

function piece(kind: 'word' | 'symbol', source: string, { start, end }: Place): Token {
  return { kind, text: source.slice(start, end), start, end };
}

function numberToken(source: string, start: number, end: number): Token {
  const text = source.slice(start, end);
  const place = { start, end };
  const next = source.charAt(end);
  if (next === 'u' || next === 'U') {
    throw policyError('unsupported', 'there are no unsigned numbers here: write it without u', {
      start,
      end: end + 1,
    });
  }
  if (wordCharacter.test(next)) {
    throw policyError('syntax', `'${text}${next}' is not a number`, { start, end: end + 1 });
  }
  const value = Number(text);
  const isInt = /^(?:0[xX].*|[0-9]+)$/.test(text);
  if (isInt ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    throw policyError('syntax', `${text} is out of range`, place);
  }
  return { kind: isInt ? 'int' : 'double', value, text, ...place };
}

function unexpectedCharacter(source: string, start: number): PolicyError {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const hint = hints.get(character) ?? '';
  return policyError('syntax', `unexpected character '${character}'${hint}`, {
    start,
    end: start + character.length,
  });
}

const hints: ReadonlyMap<string, string> = new Map([
  ['=', ': comparison is ==, and values cannot be set'],
  ['&', ': and is &&'],
  ['|', ': or is ||'],
  ['`', ': quotes are " or \''],
  ['“', ': quotes are " or \''],
  ['”', ': quotes are " or \''],
]);

function lengthAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}
