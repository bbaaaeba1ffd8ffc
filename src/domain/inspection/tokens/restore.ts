import { applyEdits, type Edit } from './edits.ts';
import { escapeJson, JsonStrings } from './json-strings.ts';
import { readToken, type TokenReading, type TokenRules, tokenLengthMax } from './read-token.ts';

export interface RestoredText {
  readonly text: string;
  /** By offsets of the text as it was given. */
  readonly edits: readonly Edit[];
  /** How many tokens became values again. */
  readonly restored: number;
  /** How many look like tokens of this request and are none. They stay as they are. */
  readonly unknownTokens: number;
}

/** Puts values back where a model wrote their tokens. Never for ids and names of tools: those are not its words. */
export function restoreText(text: string, rules: TokenRules): RestoredText {
  const { openAt: _, ...found } = findTokens({ text, from: 0, isLast: true }, rules);
  return { text: applyEdits(text, found.edits), ...found };
}

/**
 * Likewise in a JSON text such as the arguments of a tool call. Values are escaped; a token outside of a string becomes a
 * string.
 */
export function restoreJsonText(text: string, rules: TokenRules): RestoredText {
  const strings = new JsonStrings();
  const { openAt: _, ...found } = findTokens({ text, from: 0, isLast: true, strings }, rules);
  return { text: applyEdits(text, found.edits), ...found };
}

/** A stretch of text, and how it goes on. */
export interface Stretch {
  readonly text: string;
  /** What comes before was looked at already; the unit before may tell whether a word begins here. */
  readonly from: number;
  readonly isLast: boolean;
  /** For JSON, as far as `from`. */
  readonly strings?: JsonStrings;
}

export interface FoundTokens {
  readonly edits: readonly Edit[];
  readonly restored: number;
  readonly unknownTokens: number;
  /** Where a token begins that may go on in the next stretch; the length of the text when none does. */
  readonly openAt: number;
}

/** What to put where tokens stand in a stretch. JSON strings are followed as far as `openAt`. */
export function findTokens(stretch: Stretch, rules: TokenRules): FoundTokens {
  const { text, strings } = stretch;
  const edits: Edit[] = [];
  let unknownTokens = 0;
  let done = stretch.from;
  const advance = (to: number) => {
    strings?.advance(text, done, to);
    done = to;
  };
  for (
    let at = nextBegin(text, done, rules);
    at >= 0;
    at = nextBegin(text, Math.max(done, at + 1), rules)
  ) {
    const reading = readAt(stretch, at, rules);
    if (reading === 'unfinished') {
      advance(at);
      return { edits, restored: edits.length, unknownTokens, openAt: at };
    }
    if (reading === 'none') continue;
    advance(reading.start);
    const value = rules.vault.valueOf(reading.name);
    if (value === undefined) unknownTokens += 1;
    else edits.push({ start: reading.start, end: reading.end, text: write(value, strings) });
    advance(reading.end);
  }
  advance(text.length);
  return { edits, restored: edits.length, unknownTokens, openAt: text.length };
}

/** No token is longer than what may be held back, whole texts included: a stream restores what a whole text does. */
function readAt({ text, isLast }: Stretch, at: number, rules: TokenRules): TokenReading {
  const lead = Math.min(at, 1);
  const end = at + tokenLengthMax;
  const piece = text.slice(at - lead, end);
  const isEnd = isLast && end >= text.length;
  // Nothing goes on after the end: a space there decides what was open.
  const reading = readToken(isEnd ? `${piece} ` : piece, lead, rules);
  if (reading === 'unfinished') return text.length < end && !isLast ? reading : 'none';
  if (reading === 'none') return reading;
  const shift = at - lead;
  return { ...reading, start: reading.start + shift, end: reading.end + shift };
}

function write(value: string, strings: JsonStrings | undefined): string {
  if (!strings) return value;
  return strings.isInside ? escapeJson(value) : JSON.stringify(value);
}

/** The next place where a token may begin; -1 when there is none. */
function nextBegin(text: string, from: number, { vault, acceptsBare }: TokenRules): number {
  const isBare = vault.format === 'stable' || acceptsBare === true;
  const begin = isBare
    ? /(?<![A-Za-z0-9_])[A-Za-z]|[<\\&%[]/g
    : vault.format === 'angle'
      ? /[<\\&%]/g
      : /[[\\%]/g;
  begin.lastIndex = from;
  return begin.exec(text)?.index ?? -1;
}
