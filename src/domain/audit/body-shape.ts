import { type IdPrefix, isId } from '../ids.ts';
import { bodyLimits } from './jcs.ts';

/** What a value must be, said twice: of the value itself and of its canonical JSON. */
export interface Check {
  /** Path of the first field at fault; '' is the value itself; undefined: there is none. */
  faultOf(value: unknown): string | undefined;
  /**
   * Source of a regular expression for canonical JSON (RFC 8785) of values without fault, keys in their order and
   * nothing between them. What it matches is in order, but for the length of its strings; what it does not match may
   * be in order as well: strings with escapes, and the longest integers, are left to the parser.
   */
  readonly pattern: string;
  /** The same for people, in the Markdown of docs/formats/audit-fields.md. */
  readonly words: string;
}

/** A field that may be absent. */
export interface Optional {
  readonly optional: Check;
}

/** A check for every field of a type: one that is forgotten, or optional on one side only, does not compile. */
export type Shape<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Check;
};

const fault = '';

// Each piece can be told from what follows it by its next character, so matching takes time in proportion to the text.
const unescaped = String.raw`[^"\\\u0000-\u001f\ud800-\udfff]*`;
const textPattern = String.raw`"${unescaped}(?:[\ud800-\udbff][\udc00-\udfff]${unescaped})*"`;
/** One digit less than the safe integers have. */
const digits = '[1-9][0-9]{0,14}';

function check(
  { pattern, words }: Pick<Check, 'pattern' | 'words'>,
  isValid: (value: unknown) => boolean,
): Check {
  return { pattern, words, faultOf: (value) => (isValid(value) ? undefined : fault) };
}

export const text: Check = check(
  { pattern: textPattern, words: 'text' },
  (value) => typeof value === 'string',
);
export const bool: Check = check(
  { pattern: '(?:true|false)', words: 'boolean' },
  (value) => typeof value === 'boolean',
);
/** A non-negative integer. */
export const count: Check = check(
  { pattern: `(?:0|${digits})`, words: 'count' },
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const scalar: Check = check(
  { pattern: `(?:null|${textPattern}|0|-?${digits})`, words: 'text, integer or `null`' },
  (value) => value === null || typeof value === 'string' || Number.isSafeInteger(value),
);

/** One of the keys; they are given as a record so that a word added to the type must be added here. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Check {
  const all = Object.keys(words);
  return check(
    { pattern: anyOf(all.map(literal)), words: all.map((word) => `\`${word}\``).join(' ') },
    (value) => typeof value === 'string' && Object.hasOwn(words, value),
  );
}

export function exactly(wanted: string | number): Check {
  return check({ pattern: literal(wanted), words: `\`${wanted}\`` }, (value) => value === wanted);
}

export function id(...prefixes: readonly IdPrefix[]): Check {
  // Spelled out, because a counted repetition takes several times as long.
  const hex = '[0-9a-f]'.repeat(32);
  return check(
    {
      pattern: `"${anyOf(prefixes)}_${hex}"`,
      words: prefixes.map((prefix) => `\`${prefix}_…\``).join(' '),
    },
    (value) => typeof value === 'string' && prefixes.some((prefix) => isId(prefix, value)),
  );
}

/** @param source of a regular expression for the whole text, which MUST be of characters that JSON does not escape */
export function matching(source: string): Check {
  const whole = new RegExp(`^${source}$`);
  const words = `text as \`${source}\``;
  return check(
    { pattern: `"${source}"`, words },
    (value) => typeof value === 'string' && whole.test(value),
  );
}

export function either(...checks: readonly Check[]): Check {
  return {
    pattern: anyOf(checks.map(({ pattern }) => pattern)),
    words: checks.map(({ words }) => words).join(' or '),
    faultOf: (value) =>
      checks.some((one) => one.faultOf(value) === undefined) ? undefined : fault,
  };
}

/** An array of at most as many as a body may hold. */
export function list(item: Check): Check {
  return {
    pattern: String.raw`\[(?:${item.pattern}(?:,${item.pattern}){0,${bodyLimits.arrayMax - 1}})?\]`,
    words: `[${item.words}]`,
    faultOf: (value) => {
      if (!Array.isArray(value)) return fault;
      for (let at = 0; at < value.length; at++) {
        const found = item.faultOf(value[at]);
        if (found !== undefined) return join(String(at), found);
      }
      return undefined;
    },
  };
}

export function optional(present: Check): Optional {
  return { optional: present };
}

/** An object with exactly the fields of the type. */
export function object<T>(shape: Shape<T>): Check {
  return objectOf(shape);
}

/** The same where the type is not known to the compiler. */
export function objectOf(shape: Readonly<Record<string, Check | Optional>>): Check {
  const fields = Object.entries(shape);
  return {
    // Made when they are asked for, and not of every type whenever the program starts.
    get pattern() {
      return objectPattern(shape);
    },
    get words() {
      return objectWords(fields);
    },
    faultOf: (value) => {
      if (!isRecord(value)) return fault;
      for (const [name, field] of fields) {
        const found = faultOfField(value[name], field);
        if (found !== undefined) return join(name, found);
      }
      return unknownField(value, shape);
    },
  };
}

/** The members in the order of their keys. The first that must be there tells where a comma goes, behind or ahead. */
function objectPattern(shape: Readonly<Record<string, Check | Optional>>): string {
  const members = Object.entries(shape).sort(([left], [right]) => (left < right ? -1 : 1));
  const first = members.findIndex(([, field]) => !isOptional(field));
  const patterns = members.map(([name, field], at) => {
    const member = `${literal(name)}:${isOptional(field) ? field.optional.pattern : field.pattern}`;
    if (at === first) return member;
    const separated = at < first ? `${member},` : `,${member}`;
    return isOptional(field) ? `(?:${separated})?` : separated;
  });
  return String.raw`\{${first < 0 ? '' : patterns.join('')}\}`;
}

function objectWords(fields: readonly (readonly [string, Check | Optional])[]): string {
  const members = fields.map(([name, field]) =>
    isOptional(field) ? `${name}?: ${field.optional.words}` : `${name}: ${field.words}`,
  );
  return `{${members.join('; ')}}`;
}

export function isOptional(field: Check | Optional): field is Optional {
  return 'optional' in field;
}

function anyOf(patterns: readonly string[]): string {
  return `(?:${patterns.join('|')})`;
}

/** The pattern of a value as JSON writes it. */
function literal(value: string | number): string {
  return JSON.stringify(value).replace(/\W/g, String.raw`\$&`);
}

// A loop of its own and no array of the names, because a verifier asks this of every object of every entry.
function unknownField(
  value: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const name in value) {
    if (!Object.hasOwn(shape, name)) return name;
  }
  return undefined;
}

function faultOfField(value: unknown, field: Check | Optional): string | undefined {
  if (!isOptional(field)) return field.faultOf(value);
  return value === undefined ? undefined : field.optional.faultOf(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(name: string, rest: string): string {
  return rest === fault ? name : `${name}.${rest}`;
}
