import type { TokenFormat } from '../../src/domain/inspection/tokens/token-name.ts';
import { Vault } from '../../src/domain/inspection/tokens/vault.ts';
import type { Random } from '../policy/random.ts';

/** What a model wrote, and what the caller has to get. */
export interface RandomAnswer {
  readonly vault: Vault;
  readonly acceptsBare: boolean;
  readonly written: string;
  readonly restored: string;
}

interface Piece {
  readonly written: string;
  readonly restored: string;
}

type Brackets = readonly [opening: string, closing: string];

const formats: readonly TokenFormat[] = ['angle', 'bracket', 'stable'];
const types = ['PERSON', 'EMAIL', 'CREDIT_CARD', 'IT_FISCAL_CODE', 'staff number'] as const;
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const values = [
  ...['Siti "Ani" Rahayu', "Sean O'Brien", 'Zoë\nLee', 'back\\slash', 'tab\there', '\u0001'],
  ...[
    'a@b.co',
    '4111 1111 1111 1111',
    '<b>',
    '&lt;',
    '$&',
    '\\u003c',
    '", "admin": "',
    '李小龍',
    '🙂',
  ],
  ...['PERSON_1', '[[x]]', '{}', 'null', '\ud800', '\u2028', '</script>', '%3C', "'; --"],
];
const bracketForms: Readonly<Record<'angle' | 'bracket', readonly Brackets[]>> = {
  angle: [
    ...([
      ['<', '>'],
      ['\\<', '\\>'],
      ['&lt;', '&gt;'],
      ['&#60;', '&#62;'],
      ['%3C', '%3e'],
    ] as const),
    ...([
      ['\\u003c', '\\u003e'],
      ['\\u003C', '\\u003E'],
      ['<', '&gt;'],
    ] as const),
  ],
  bracket: [
    ['[[', ']]'],
    ['\\[\\[', '\\]\\]'],
    ['\\[[', '\\]]'],
    ['%5B%5B', '%5D%5D'],
  ],
};
/** Those that have a backslash where JSON allows none. */
const isMarkdown = ([opening]: Brackets) => /^\\[^u]/.test(opening);
const words = [
  ...[
    'hello ',
    'a < b ',
    '<div>',
    '<person>',
    'if x<PERSON ',
    '</PERSON_1>',
    '<<',
    '> ',
    '<P',
    '&l ',
  ],
  ...['&lt', '&lt;b&gt;', '[', '[[ ', ']] ', '[[PERSON', 'é', '🙂', '%3', '%3C', 'PERSON_', '_1> '],
  ...[
    '<PERSON_>',
    '<PERSON_1 >',
    '<PERSON-1>',
    '<1>',
    'x_1 ',
    '{} ',
    '&&',
    ',',
    '<PERSON_99999999>',
  ],
];

const wordsWithoutNames = words.filter((word) => !/PERSON|_1>/.test(word));

/** A vault of up to 40 values, of which many share a beginning of their tokens. */
function randomVault(random: Random): { readonly vault: Vault; readonly tokens: readonly Piece[] } {
  const codeOf = () => Array.from({ length: 10 }, () => random.pick([...letters])).join('');
  const vault = new Vault({ format: random.pick(formats), codeOf });
  const tokens = Array.from({ length: 1 + random.below(40) }, (_, at) => {
    const type = random.chance(0.6) ? 'PERSON' : random.pick(types);
    const value = `${random.pick(values)}${at}`;
    return {
      written: vault.tokenFor(type, value),
      restored: vault.valueOf(vault.tokenFor(type, value)) ?? '',
    };
  });
  return { vault, tokens };
}

function nameOf(token: string): string {
  return token.replace(/^[<[]+|[>\]]+$/g, '');
}

/** Any of the ways in which a token comes back. */
function randomVariant(token: string, format: TokenFormat, random: Random): string {
  const name = nameOf(token);
  const cased = random.chance(0.2) ? name.toLowerCase() : name;
  if (format === 'stable') return random.chance(0.2) ? cased.replaceAll('_', '\\_') : cased;
  const brackets = random.pick(bracketForms[format]);
  const isEscaped = isMarkdown(brackets) || random.chance(0.1);
  return `${brackets[0]}${isEscaped ? cased.replaceAll('_', '\\_') : cased}${brackets[1]}`;
}

export function randomText(random: Random): RandomAnswer {
  const { vault, tokens } = randomVault(random);
  const acceptsBare = vault.format !== 'stable' && random.chance(0.3);
  const pieces = Array.from({ length: 1 + random.below(10) }, (): Piece => {
    if (random.chance(0.5)) {
      const word = random.pick(acceptsBare ? wordsWithoutNames : words);
      return { written: word, restored: word };
    }
    const token = random.pick(tokens);
    if (acceptsBare && random.chance(0.3))
      return { written: ` ${nameOf(token.written)} `, restored: ` ${token.restored} ` };
    const gap = vault.format === 'stable' ? ' ' : '';
    const written = randomVariant(token.written, vault.format, random);
    return { written: `${gap}${written}${gap}`, restored: `${gap}${token.restored}${gap}` };
  });
  return { vault, acceptsBare, ...joined(pieces) };
}

/** Arguments of a tool call: an object of strings, some of them tokens without quotation marks. */
export function randomJson(random: Random): RandomAnswer {
  const { vault, tokens } = randomVault(random);
  const members = Array.from({ length: 1 + random.below(5) }, (_, at): Piece => {
    const key = JSON.stringify(`k${at}`);
    if (random.chance(0.2)) {
      const { written, restored } = random.pick(tokens);
      return { written: `${key}: ${written}`, restored: `${key}: ${JSON.stringify(restored)}` };
    }
    const { written, restored } = joined(
      Array.from({ length: 1 + random.below(5) }, () => jsonPiece(tokens, vault.format, random)),
    );
    return { written: `${key}:"${written}"`, restored: `${key}:"${restored}"` };
  });
  const written = `{${members.map((member) => member.written).join(', ')}}`;
  const restored = `{${members.map((member) => member.restored).join(', ')}}`;
  return { vault, acceptsBare: false, written, restored };
}

function jsonPiece(tokens: readonly Piece[], format: TokenFormat, random: Random): Piece {
  if (random.chance(0.5)) {
    const word = inJson(random.pick([...words, ...values, 'C:\\', '\\ ']));
    return { written: `${word} `, restored: `${word} ` };
  }
  const token = random.pick(tokens);
  const variant = randomVariant(token.written, format, random);
  // JSON escapes the backslashes of Markdown; those of `\u003c` are its own.
  const written = variant.replace(/\\(?!u)/g, '\\\\');
  return { written: `${written} `, restored: `${inJson(token.restored)} ` };
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function joined(pieces: readonly Piece[]): Piece {
  return {
    written: pieces.map((piece) => piece.written).join(''),
    restored: pieces.map((piece) => piece.restored).join(''),
  };
}
