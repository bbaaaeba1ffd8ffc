import { unitAt } from '../scan/unit-at.ts';
import type { TokenFormat } from './token-name.ts';
import type { Vault } from './vault.ts';

/** What a stream may have to hold back to see whether a token goes on. */
export const tokenLengthMax = 40;

const nameLengthMax = 28;

interface Brackets {
  readonly opening: readonly string[];
  readonly closing: readonly string[];
}

// As models and what they write with write them: Markdown, HTML (also its numbers), JSON, URLs, and Markdown within JSON.
const brackets: Readonly<Record<Exclude<TokenFormat, 'stable'>, Brackets>> = {
  angle: {
    opening: ['<', '\\<', '\\\\<', '&lt;', '&#60;', '\\u003c', '%3c'],
    closing: ['>', '\\>', '\\\\>', '&gt;', '&#62;', '\\u003e', '%3e'],
  },
  bracket: {
    opening: ['[[', '\\[\\[', '\\[[', '\\\\[\\\\[', '\\\\[[', '%5b%5b'],
    closing: [']]', '\\]\\]', '\\]]', '\\\\]\\\\]', '\\\\]]', '%5d%5d'],
  },
};
const nameForm = /(?:[A-Za-z0-9_]|\\{1,2}_)*/y;

export interface TokenRules {
  readonly vault: Vault;
  /** Whether names without their brackets count; where words of a text may look like them, they do not. */
  readonly acceptsBare?: boolean;
}

/** What stands at a place: a token, the beginning of what may become one, or neither. */
export type TokenReading = WrittenToken | 'unfinished' | 'none';

interface WrittenToken {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Reads what stands at a place of a text that may go on. */
export function readToken(text: string, at: number, rules: TokenRules): TokenReading {
  const { format } = rules.vault;
  const unit = unitAt(text, at);
  if (isWordUnit(unit)) {
    const readsBare = format === 'stable' || rules.acceptsBare === true;
    return readsBare && !isWordUnit(unitAt(text, at - 1)) ? readBare(text, at, rules) : 'none';
  }
  return format === 'stable' ? 'none' : readBracketed(text, at, rules.vault);
}

function readBracketed(text: string, at: number, vault: Vault): TokenReading {
  if (vault.format === 'stable') return 'none';
  const { opening, closing } = brackets[vault.format];
  const opened = readForm(text, at, opening);
  if (typeof opened !== 'number') return opened;
  const name = readName(text, opened, vault);
  if (typeof name === 'string') return name;
  const closed = readForm(text, name.end, closing);
  if (typeof closed !== 'number') return closed;
  if (!isWhole(name.name, vault)) return 'none';
  // A path ends in a backslash too: only what else is escaped tells that this one is an escape.
  const lead = leadingBackslashes(text, at);
  const isEscaped = name.isEscaped || text.charAt(name.end) === '\\';
  const isPlain = lead > 0 && !isEscaped && '<['.includes(text.charAt(at + lead));
  return { name: name.name, start: isPlain ? at + lead : at, end: closed };
}

function readBare(text: string, at: number, { vault }: TokenRules): TokenReading {
  const name = readName(text, at, vault);
  if (typeof name === 'string') return name;
  if (!isWhole(name.name, vault)) return 'none';
  const isUnknown = vault.valueOf(name.name) === undefined;
  if (isUnknown && vault.format !== 'stable') return 'none';
  return { name: name.name, start: at, end: name.end };
}

function leadingBackslashes(text: string, at: number): number {
  let count = 0;
  while (unitAt(text, at + count) === 0x5c) count += 1;
  return count;
}

interface ReadName {
  readonly name: string;
  readonly end: number;
  readonly isEscaped: boolean;
}

function readName(text: string, start: number, vault: Vault): ReadName | 'unfinished' | 'none' {
  nameForm.lastIndex = start;
  const written = nameForm.exec(text)?.[0] ?? '';
  const end = start + written.length;
  const name = written.replaceAll('\\', '');
  const rest = text.slice(end, end + 3);
  // A backslash at the end belongs to an underscore or closes the token: what follows tells.
  const mayGoOn = rest === '' || rest === '\\' || rest === '\\\\';
  if (name === '') return mayGoOn ? 'unfinished' : 'none';
  if (name.length > nameLengthMax || !mayBecomeName(name, vault)) return 'none';
  return mayGoOn ? 'unfinished' : { name, end, isEscaped: name.length < written.length };
}

/** End of the form that stands at a place. */
function readForm(
  text: string,
  at: number,
  forms: readonly string[],
): number | 'unfinished' | 'none' {
  let couldGoOn = false;
  for (const form of forms) {
    const piece = text.slice(at, at + form.length).toLowerCase();
    if (piece === form) return at + form.length;
    couldGoOn ||= piece.length < form.length && form.startsWith(piece);
  }
  return couldGoOn ? 'unfinished' : 'none';
}

function mayBecomeName(name: string, vault: Vault): boolean {
  const shape = vault.format === 'stable' ? /^[A-Z][A-Z0-9_]*[a-z0-9]{0,10}$/ : /^[A-Z][A-Z0-9_]*$/;
  return shape.test(name) || vault.hasNameBeginning(name);
}

function isWhole(name: string, vault: Vault): boolean {
  const shape =
    vault.format === 'stable' ? /^[A-Z][A-Z0-9_]*_[a-z0-9]{10}$/ : /^[A-Z][A-Z0-9_]*_\d{1,6}$/;
  return vault.valueOf(name) !== undefined || shape.test(name);
}

function isWordUnit(unit: number): boolean {
  const lower = unit | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;
}
