import type { JsonPath } from '../../../src/domain/protocol/json-edit.ts';

/** One place of a body in which a client can put a text. */
export interface BodyPlace {
  readonly path: JsonPath;
  /** What stands there. */
  readonly value: string;
}

/** Every string in a value, in its order. */
export function placesIn(value: unknown, path: JsonPath = []): BodyPlace[] {
  if (typeof value === 'string') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, at) => placesIn(item, [...path, at]))
    : Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]));
}

/** The value with another one at a place in it. */
export function withValueAt(value: unknown, path: JsonPath, other: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return other;
  if (Array.isArray(value)) {
    return value.map((item, at) => (at === step ? withValueAt(item, rest, other) : item));
  }
  const entries = Object.entries(value ?? {}).map(([name, inner]) =>
    name === step ? [name, withValueAt(inner, rest, other)] : [name, inner],
  );
  return Object.fromEntries(entries);
}
