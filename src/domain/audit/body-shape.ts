import { type IdPrefix, isId } from '../ids.ts';

/** Looks at a value and returns the path of the first field at fault; '' is the value itself. */
export type Check = (value: unknown) => string | undefined;

/** A field that may be absent. */
export interface Optional {
  readonly optional: Check;
}

/** A check for every field of a type: one that is forgotten, or optional on one side only, does not compile. */
export type Shape<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Check;
};

const fault = '';

function check(isValid: (value: unknown) => boolean): Check {
  return (value) => (isValid(value) ? undefined : fault);
}

export const text: Check = check((value) => typeof value === 'string');
export const bool: Check = check((value) => typeof value === 'boolean');
/** A non-negative integer. */
export const count: Check = check((value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const scalar: Check = check(
  (value) => value === null || typeof value === 'string' || Number.isSafeInteger(value),
);

/** One of the keys; they are given as a record so that a word added to the type must be added here. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Check {
  return check((value) => typeof value === 'string' && Object.hasOwn(words, value));
}

export function exactly(wanted: string | number): Check {
  return check((value) => value === wanted);
}

export function id(...prefixes: readonly IdPrefix[]): Check {
  return check(
    (value) => typeof value === 'string' && prefixes.some((prefix) => isId(prefix, value)),
  );
}

export function matching(pattern: RegExp): Check {
  return check((value) => typeof value === 'string' && pattern.test(value));
}

export function either(...checks: readonly Check[]): Check {
  return (value) => (checks.some((one) => one(value) === undefined) ? undefined : fault);
}

export function list(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return fault;
    for (let at = 0; at < value.length; at++) {
      const found = item(value[at]);
      if (found !== undefined) return join(String(at), found);
    }
    return undefined;
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
  return (value) => {
    if (!isRecord(value)) return fault;
    for (const [name, field] of fields) {
      const found = faultOfField(value[name], field);
      if (found !== undefined) return join(name, found);
    }
    return unknownField(value, shape);
  };
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
  if (typeof field === 'function') return field(value);
  return value === undefined ? undefined : field.optional(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(name: string, rest: string): string {
  return rest === fault ? name : `${name}.${rest}`;
}
