/** Characters that are invisible or turn the direction of text: shown as escapes, since they can disguise a name. */
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function visible(text: string): string {
  return text.replace(
    deceptive,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Reads the body of an entry without believing its shape: an entry may be of a newer version of Monago. */
export interface FactReader {
  /** Text or number at a path; undefined where there is neither. */
  text(...path: readonly string[]): string | undefined;
  number(...path: readonly string[]): number | undefined;
  /** The texts and numbers of a list at a path; none where there is no list. */
  texts(...path: readonly string[]): readonly string[];
  /** The objects of a list at a path. */
  items(...path: readonly string[]): readonly FactReader[];
}

export function readerOf(body: Readonly<Record<string, unknown>>): FactReader {
  return {
    text: (...path) => textOf(valueAt(body, path)),
    number: (...path) => {
      const value = valueAt(body, path);
      return typeof value === 'number' ? value : undefined;
    },
    texts: (...path) => {
      const value = valueAt(body, path);
      return Array.isArray(value) ? value.map(textOf).filter((text) => text !== undefined) : [];
    },
    items: (...path) => {
      const value = valueAt(body, path);
      return Array.isArray(value) ? value.filter(isRecord).map(readerOf) : [];
    },
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? visible(value) : undefined;
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  let value: unknown = body;
  for (const name of path) value = isRecord(value) ? value[name] : undefined;
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface FactField {
  /** Dotted, as in the leaf: `credential.name`. */
  readonly path: string;
  readonly value: string;
}

/** Every field of a body, one a line; lists and objects within lists stay JSON. */
export function factFields(body: Readonly<Record<string, unknown>>, parent = ''): FactField[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const path = `${parent}${name}`;
    if (isRecord(value)) return factFields(value, `${path}.`);
    return [{ path, value: visible(typeof value === 'string' ? value : JSON.stringify(value)) }];
  });
}

/** Whether the entry commits to content that is kept somewhere else, or nowhere. */
export function isCommitted(body: Readonly<Record<string, unknown>>): boolean {
  return Object.values(body).some((value) => isRecord(value) && 'commit' in value);
}

export interface FactChange {
  /** As in the leaf. */
  readonly field: string;
  /** Undefined where there was nothing. */
  readonly old: string | undefined;
  readonly new: string | undefined;
}

/** The field-level changes of a body, as far as they have the shape of changes. */
export function factChanges(body: Readonly<Record<string, unknown>>): FactChange[] {
  const changes: unknown = body['changes'];
  if (!Array.isArray(changes)) return [];
  return changes.filter(isRecord).flatMap((change) => {
    const fact = readerOf(change);
    const field = fact.text('field');
    return field === undefined ? [] : [{ field, old: fact.text('old'), new: fact.text('new') }];
  });
}
