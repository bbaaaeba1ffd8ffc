import { decodeBase64 } from '../scan/base64-text.ts';
import { decodeText } from '../scan/decode-text.ts';
import { unitAt } from '../scan/unit-at.ts';
import { utf8Text } from '../scan/utf8-text.ts';
import { isPhraseWord } from './find-phrases.ts';
import { letterOf, lineEnd, separator } from './fold-letter.ts';
import { emptyHash, lastHash, nextHash, type Words } from './read-words.ts';

/** What a stretch of a text says once its disguise is off. UTF-16 code units of the given text, half-open. */
interface Disguise {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Of longer disguises only the beginning is read, so that a text takes no more than a few times as long as it would without. */
const charactersMax = 65_536;
const lettersMin = 6;
const longWord = 20;
const humpsMin = 3;
const disguisedMin = 2;
/** What the digits from 0 to 9 look like. */
const digitLetters: readonly (string | undefined)[] = [
  ...['o', 'i', undefined, 'e', 'a', 's', undefined, 't', 'b'],
];
const lettersOfDigits = digitLetters.map((letter) => letter?.charCodeAt(0) ?? 0);
const leetDigit = /[0134578]/g;
const hexWord = /^[0-9a-f]+$/i;
const tagRun = /(?:\udb40[\udc20-\udc7e])+/g;
const anyTag = /\udb40/;
/** Mathematical, circled and boxed letters. */
const styled = /\ud835[\udc00-\udfff]|\ud83c[\udd30-\udd89]/;
const styledLetters = new RegExp(`(?:${styled.source})`, 'g');

/** What is spelled out, written in digits, encoded or glued together; a text in plain words gives nothing. */
export function findDisguises(text: string, words: Words): readonly Disguise[] {
  return [
    ...(words.singles < lettersMin ? [] : spelled(text, words)),
    ...(isLeet(text, words) ? [whole(text, withoutDigits(text))] : []),
    ...longWords(text, words),
    ...escaped(text),
    ...(words.isAscii ? [] : [...fromTags(text), ...plainLetters(text)]),
  ];
}

/** Whether words of rules are written with digits. */
function isLeet(text: string, words: Words): boolean {
  let found = 0;
  for (let word = 0; word < words.count && found < disguisedMin; word += 1) {
    if (words.hasDigit(word) && isLeetWord(text, words.start(word), words.end(word))) found += 1;
  }
  return found >= disguisedMin;
}

/** Numbers are none, nor what begins and ends with a digit. */
function isLeetWord(text: string, start: number, end: number): boolean {
  const isNumber = isDigit(text, start) && isDigit(text, end - 1);
  return !isNumber && end - start < longWord && isPhraseWord(hashWithoutDigits(text, start, end));
}

function isDigit(text: string, at: number): boolean {
  return letterOf[unitAt(text, at)] === 0x30;
}

function hashWithoutDigits(text: string, start: number, end: number): number {
  let hash = emptyHash;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    const letter = (lettersOfDigits[unit - 0x30] || letterOf[unit]) ?? separator;
    if (letter > lineEnd) hash = nextHash(hash, letter);
  }
  return lastHash(hash);
}

function withoutDigits(text: string): string {
  return text
    .slice(0, charactersMax)
    .replace(leetDigit, (digit) => digitLetters[Number(digit)] ?? digit);
}

function spelled(text: string, words: Words): readonly Disguise[] {
  const found: Disguise[] = [];
  let run = 0;
  for (let word = 0; word <= words.count; word += 1) {
    if (word < words.count && words.end(word) - words.start(word) === 1) {
      run += 1;
      continue;
    }
    if (run >= lettersMin) found.push(joinLetters(text, words, { first: word - run, end: word }));
    run = 0;
  }
  return found;
}

/** Letters that stand alone, as words: what separates most of them separates none, and anything longer separates words. */
function joinLetters(
  text: string,
  words: Words,
  { first, end }: { readonly first: number; readonly end: number },
): Disguise {
  const last = Math.min(end, first + charactersMax);
  let joined = '';
  let least = Number.POSITIVE_INFINITY;
  for (let word = first + 1; word < last; word += 1)
    least = Math.min(least, gapBefore(words, word));
  const usual = text.charAt(words.end(first));
  for (let word = first; word < last; word += 1) {
    const isNew =
      word > first &&
      (gapBefore(words, word) > least || text.charAt(words.end(word - 1)) !== usual);
    joined += (isNew ? ' ' : '') + text.slice(words.start(word), words.end(word));
  }
  return { text: joined, start: words.start(first), end: words.end(last - 1) };
}

function gapBefore(words: Words, word: number): number {
  return words.start(word) - words.end(word - 1);
}

function whole(text: string, plain: string): Disguise {
  return { text: plain, start: 0, end: text.length };
}

/** What is encoded, or glued together, in words that are longer than those of languages. */
function longWords(text: string, words: Words): readonly Disguise[] {
  if (words.longest < longWord) return [];
  const found: Disguise[] = [];
  let hasDigit = false;
  for (let word = 0; word < words.count; word += 1) {
    const start = words.start(word);
    if (words.end(word) - start < longWord) continue;
    hasDigit ||= words.hasDigit(word);
    word = lastAdjoining(words, word);
    const end = Math.min(words.end(word), start + charactersMax);
    const plain = plainWord(text, start, end);
    if (plain !== undefined) found.push({ text: plain, start, end });
  }
  // So long a name may have no digit, so long a token hardly.
  return hasDigit ? [...found, ...fromBase64(text)] : found;
}

function plainWord(text: string, start: number, end: number): string | undefined {
  if (humps(text, start, end) >= humpsMin) {
    return text.slice(start, end).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  }
  return isDigit(text, start) || isDigit(text, start + 1)
    ? fromHex(text.slice(start, end))
    : undefined;
}

/** How many capitals follow a small letter. */
function humps(text: string, start: number, end: number): number {
  let count = 0;
  let isAfterSmall = false;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (isAfterSmall && unit >= 0x41 && unit <= 0x5a) count += 1;
    isAfterSmall = unit >= 0x61 && unit <= 0x7a;
  }
  return count;
}

/** Runs of more than 64 letters were cut. */
function lastAdjoining(words: Words, word: number): number {
  let last = word;
  while (last + 1 < words.count && words.adjoins(last + 1)) last += 1;
  return last;
}

function fromBase64(text: string): readonly Disguise[] {
  const decoded = decodeBase64(text.length > charactersMax ? text.slice(0, charactersMax) : text);
  return (decoded?.pieces ?? []).map(({ start, end, token }) => ({
    text: decoded?.text.slice(start, end) ?? '',
    ...token,
  }));
}

function fromHex(written: string): string | undefined {
  if (!hexWord.test(written)) return undefined;
  const bytes = Uint8Array.from({ length: written.length >> 1 }, (_, at) =>
    Number.parseInt(written.slice(at * 2, at * 2 + 2), 16),
  );
  return bytes.every((byte) => byte >= 0x20 || byte === 0x0a) ? utf8Text(bytes) : undefined;
}

function escaped(text: string): readonly Disguise[] {
  const plain = decodeText(text.length > charactersMax ? text.slice(0, charactersMax) : text);
  return plain === undefined ? [] : [whole(text, plain.text)];
}

function fromTags(text: string): readonly Disguise[] {
  if (!anyTag.test(text)) return [];
  return [...text.slice(0, charactersMax).matchAll(tagRun)].map(({ 0: run, index }) => ({
    text: run.replace(/\udb40([\udc20-\udc7e])/g, (_, unit: string) =>
      String.fromCharCode(unitAt(unit, 0) - 0xdc00),
    ),
    start: index,
    end: index + run.length,
  }));
}

function plainLetters(text: string): readonly Disguise[] {
  if (!styled.test(text)) return [];
  const plain = text.slice(0, charactersMax).replace(styledLetters, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x1f130) return letter.normalize('NFKC');
    return String.fromCharCode(0x61 + ((code - 0x1f130) % 32));
  });
  return [whole(text, plain)];
}
