import { unitAt } from '../scan/unit-at.ts';
import { nameHash } from './name-hash.ts';
import { edgeTokens, type NameTokens, tokenShape } from './name-tokens.ts';
import { wordClass } from './word-classes.ts';

/** How many tokens on either side tell whether this is code. */
const codeReach = 8;
/** And those that begin so many units behind: a stream waits for no more than that. */
const codeUnitsAhead = 32;
const evidenceOfPhrase = 3;
const evidenceOfWord = 2;
/** Lone words in lower case are words like any other, unless much speaks for a name. */
const lowerScoreMin = 0.56;
/** `NaN` is a given name in capitals of its own. */
const shortMax = 3;
const acronymMax = 5;
/** Between the name of a field and its value stand quotes, colons or the end of a tag. */
const fieldReach = 5;

const personWords = wordClass.given | wordClass.surname;
const listed = personWords | wordClass.place;
const dot = 0x2e;
const openParenthesis = 0x28;
const quotes = codesOf('"\'`');
const quoteEnds = codesOf(',:;)]');
const codeSigns = codesOf('{}[]<>;=`$\\');
const article = nameHash('the');
const determiners = hashesOf('a this that these those my your our his her their its');
const fieldWords = hashesOf('name nama names customer author patient client contact pelanggan');

function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(nameHash));
}

function codesOf(signs: string): ReadonlySet<number> {
  return new Set([...signs].map((sign) => unitAt(sign, 0)));
}

/** From which to which slot of the tokens, and how sure the model is. */
export interface PersonSpan {
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

/**
 * Whether what was taken for a person is more likely something else: an identifier, an acronym or a thing with an article. A
 * title before it takes the doubt away.
 */
export function isDoubtfulPerson(tokens: NameTokens, span: PersonSpan): boolean {
  const { first, last, score } = span;
  if (isTitled(tokens, first)) return isTitle(tokens, first, last);
  if (isThing(tokens, first, last)) return true;
  if (first < last) return isDoubtfulPhrase(tokens, span);
  if (isNumbered(tokens, first)) return true;
  if (tokens.shapes[first] === tokenShape.lower && score < lowerScoreMin) return true;
  return isDoubtfulWord(tokens, span);
}

function isTitled({ classes, shapes }: NameTokens, first: number): boolean {
  const before = first - (shapes[first - 1] === tokenShape.sign ? 2 : 1);
  return ((classes[before] ?? 0) & wordClass.title) !== 0;
}

/** `Mr Mr`, `Bapak/Ibu`: titles one after the other, and no name. */
function isTitle({ classes }: NameTokens, first: number, last: number): boolean {
  for (let slot = first; slot <= last; slot += 1) {
    const known = (classes[slot] ?? 0) & (personWords | wordClass.title);
    if (known !== wordClass.title) return false;
  }
  return true;
}

/** `the Roman law`, `my cousin`: persons go without an article, and do not end in an ordinary word. */
function isThing({ hashes, classes, shapes }: NameTokens, first: number, last: number): boolean {
  const isLower = shapes[last] === tokenShape.lower;
  const isOrdinary = ((classes[last] ?? 0) & (listed | wordClass.common)) === wordClass.common;
  if (isOrdinary && isLower) return true;
  const before = hashes[first - 1] ?? 0;
  return before === article || (determiners.has(before) && (isOrdinary || isLower));
}

/** `NIK 3174…`: what stands in capitals before a number is the name of the number. */
function isNumbered({ shapes, classes, starts, ends }: NameTokens, slot: number): boolean {
  const isShort = (ends[slot] ?? 0) - (starts[slot] ?? 0) <= acronymMax;
  if (shapes[slot] !== tokenShape.upper || !isShort) return false;
  return shapes[slot + 1] === tokenShape.number && ((classes[slot] ?? 0) & personWords) === 0;
}

function isDoubtfulPhrase(tokens: NameTokens, span: PersonSpan): boolean {
  if (!isInCode(tokens, span, evidenceOfPhrase)) return false;
  const { first, last } = span;
  let hasName = hasFieldBefore(tokens, first);
  for (let slot = first; slot <= last; slot += 1) {
    const shape = tokens.shapes[slot];
    if (shape === tokenShape.lower && first === slot) return true;
    hasName ||= ((tokens.classes[slot] ?? 0) & listed) !== 0;
  }
  return !hasName;
}

function isDoubtfulWord(tokens: NameTokens, span: PersonSpan): boolean {
  const slot = span.first;
  const shape = tokens.shapes[slot];
  const isListed = ((tokens.classes[slot] ?? 0) & personWords) !== 0;
  if (shape === tokenShape.capitalized && isListed) return false;
  if (shape === tokenShape.mixed && isIdentifier(tokens, slot, isListed)) return true;
  return isInCode(tokens, span, evidenceOfWord);
}

/** Has capitals inside: `HttpError`, but not `O'Brien`, `Jean-Paul` or `McAllister`. */
function isIdentifier(
  { text, starts, ends }: NameTokens,
  slot: number,
  isListed: boolean,
): boolean {
  const word = text.slice(starts[slot], ends[slot]);
  if (isListed && word.length > shortMax) return false;
  return !/['-]|^(?:Mc|Mac|De|Di|La|Le|Van|Von|Fitz)\p{Lu}\p{Ll}+$/u.test(word);
}

/** Whether so many tokens around look like code. */
function isInCode(tokens: NameTokens, { first, last }: PersonSpan, evidence: number): boolean {
  const from = Math.max(edgeTokens, first - codeReach);
  const to = Math.min(edgeTokens + tokens.count - 1, last + codeReach);
  const farthest = (tokens.ends[last] ?? 0) + codeUnitsAhead;
  let missing = evidence;
  for (let slot = from; slot <= to && missing > 0; slot += 1) {
    if ((tokens.starts[slot] ?? 0) > farthest) break;
    if ((slot < first || slot > last) && isCode(tokens, slot)) missing -= 1;
  }
  return missing === 0;
}

function isCode(tokens: NameTokens, slot: number): boolean {
  const { text, starts, shapes } = tokens;
  const shape = shapes[slot];
  if (shape === tokenShape.code) return true;
  if (shape !== tokenShape.sign) return false;
  const at = starts[slot] ?? 0;
  const sign = unitAt(text, at);
  if (codeSigns.has(sign)) return true;
  if (quotes.has(sign)) return quoteEnds.has(unitAt(text, at + 1));
  return isJoining(tokens, slot, sign);
}

/** `list.map(` without a space, as nobody writes prose. */
function isJoining(
  { text, starts, ends, shapes }: NameTokens,
  slot: number,
  sign: number,
): boolean {
  if (sign !== dot && sign !== openParenthesis) return false;
  const at = starts[slot] ?? 0;
  const isAfterWord = (shapes[slot - 1] ?? 0) < tokenShape.number && ends[slot - 1] === at;
  return isAfterWord && (sign === openParenthesis || /^\p{L}/u.test(text.slice(at + 1, at + 3)));
}

function hasFieldBefore({ hashes }: NameTokens, first: number): boolean {
  for (let slot = first - 1; slot >= Math.max(edgeTokens, first - fieldReach); slot -= 1) {
    if (fieldWords.has(hashes[slot] ?? 0)) return true;
  }
  return false;
}
