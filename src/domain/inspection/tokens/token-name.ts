import type { Match } from '../match.ts';

/** How tokens are written: `<PERSON_1>`, `[[PERSON_1]]`, or a code of the value that every request gives alike. */
export type TokenFormat = 'angle' | 'bracket' | 'stable';

/** Tokens of every type and variant have to fit what a stream may hold back. */
const typeLengthMax = 16;

/** A type as it stands in tokens: tenants name their own recognisers as they like. */
export function tokenType(type: string): string {
  const name = type
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, typeLengthMax);
  const trimmed = name.replace(/^[_0-9]+|_+$/g, '');
  return trimmed === '' ? 'DATA' : trimmed;
}

export function writeToken(name: string, format: TokenFormat): string {
  if (format === 'angle') return `<${name}>`;
  return format === 'bracket' ? `[[${name}]]` : name;
}

/** Types whose values are words: how they are capitalised and spaced makes no other value of them. */
const wordTypes: ReadonlySet<string> = new Set<Match['type']>([
  'PERSON',
  'LOCATION',
  'ORGANIZATION',
  'STREET_ADDRESS',
  'EMAIL',
  'DATE',
  'DATE_OF_BIRTH',
]);
/** Types whose values differ when anything in them does. */
const exactTypes: ReadonlySet<string> = new Set<Match['type']>(['SECRET', 'URL', 'CRYPTO_WALLET']);

/** What two ways to write one value have in common: `4111 1111…` and `4111-1111…` get the same token. */
export function normaliseValue(type: string, value: string): string {
  if (exactTypes.has(type)) return value;
  const plain = value.normalize('NFKC').toLowerCase();
  if (wordTypes.has(type)) return plain.replace(/\s+/g, ' ').trim();
  const code = plain.replace(/[^\p{L}\p{N}]+/gu, '');
  return code === '' ? plain : code;
}
