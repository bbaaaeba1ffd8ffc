import { isFields } from '../server/json.ts';
import { type ApiFailure, invalidRequest } from './api-failure.ts';
import type { Dialect } from './api-version.ts';

/**
 * Throws the refusal that a value at `path` deserves. Paths and wording are those of pydantic, which the API is known
 * to answer with; the first mistake ends the check.
 */
export type Shape = (value: unknown, path: string, dialect: Dialect) => void;
export type Members = Readonly<Record<string, Shape>>;

export const anything: Shape = () => {};

export const bool: Shape = (value, path) => {
  if (typeof value !== 'boolean') throw mistake(path, 'Input should be a valid boolean');
};

export const record: Shape = (value, path) => {
  if (!isFields(value)) throw mistake(path, 'Input should be a valid dictionary');
};

export function text(rule: { pattern?: RegExp; min?: number; max?: number } = {}): Shape {
  const { pattern, min = 0, max = Number.POSITIVE_INFINITY } = rule;
  return (value, path) => {
    if (typeof value !== 'string') throw mistake(path, 'Input should be a valid string');
    if (value.length < min) throw mistake(path, `String should have at least ${min} character`);
    if (value.length > max) throw mistake(path, `String should have at most ${max} characters`);
    if (pattern?.test(value) === false) {
      throw mistake(path, `String should match pattern '${pattern.source}'`);
    }
  };
}

export function number(rule: { min?: number; max?: number; integer?: true } = {}): Shape {
  const kind = rule.integer ? 'integer' : 'number';
  return (value, path) => {
    if (typeof value !== 'number' || (rule.integer && !Number.isInteger(value))) {
      throw mistake(path, `Input should be a valid ${kind}`);
    }
    if (rule.min !== undefined && value < rule.min) {
      throw mistake(path, `Input should be greater than or equal to ${rule.min}`);
    }
    if (rule.max !== undefined && value > rule.max) {
      throw mistake(path, `Input should be less than or equal to ${rule.max}`);
    }
  };
}

export function oneOf(...values: readonly string[]): Shape {
  const quoted = values.map((value) => `'${value}'`);
  const list = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ');
  return (value, path) => {
    if (typeof value !== 'string' || !values.includes(value)) {
      throw mistake(path, `Input should be ${list}`);
    }
  };
}

export function nullable(shape: Shape): Shape {
  return (value, path, dialect) => {
    if (value !== null) shape(value, path, dialect);
  };
}

export function listOf(item: Shape): Shape {
  return (value, path, dialect) => {
    if (!Array.isArray(value)) throw mistake(path, 'Input should be a valid list');
    for (const [index, entry] of value.entries()) item(entry, `${path}.${index}`, dialect);
  };
}

/** A string, or else what `shape` describes. */
export function textOr(shape: Shape): Shape {
  return (value, path, dialect) => {
    if (typeof value !== 'string') shape(value, path, dialect);
  };
}

/** A closed object: members beyond the named ones are refused. */
export function closed(required: Members, optional: Members = {}): Shape {
  const members = new Map(Object.entries({ ...required, ...optional }));
  return (value, path, dialect) => {
    if (!isFields(value)) throw mistake(path, 'Input should be an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) throw mistake(join(path, name), 'Field required');
    }
    for (const [name, member] of Object.entries(value)) {
      (members.get(name) ?? extra)(member, join(path, name), dialect);
    }
  };
}

/** Objects told apart by their `type`, which becomes a step of the path as well. */
export function tagged(variants: Readonly<Record<string, Shape>>, fallback?: string): Shape {
  const tags = Object.keys(variants).map((tag) => `'${tag}'`);
  return (value, path, dialect) => {
    if (!isFields(value)) throw mistake(path, 'Input should be an object');
    const tag = value['type'] ?? fallback;
    if (tag === undefined) throw mistake(join(path, 'type'), 'Field required');
    const variant = typeof tag === 'string' && Object.hasOwn(variants, tag) && variants[tag];
    if (!variant) {
      const expected = `any of the expected tags: ${tags.join(', ')}`;
      throw mistake(
        path,
        `Input tag '${String(tag)}' found using 'type' does not match ${expected}`,
      );
    }
    variant(value, join(path, String(tag)), dialect);
  };
}

/** A closed object with the member `type`, as a variant of `tagged`. */
export function variant(required: Members, optional: Members = {}): Shape {
  return closed(required, { type: anything, ...optional });
}

/** Exists only for who opted into one of these betas. */
export function withBeta(shape: Shape, ...betas: readonly string[]): Shape {
  return (value, path, dialect) => {
    const isOpen = betas.some((beta) => dialect.betas.has(beta));
    (isOpen ? shape : extra)(value, path, dialect);
  };
}

/** Became part of the API with version 2026-10-21; needs the beta before. */
export function sinceLatest(shape: Shape, beta: string): Shape {
  const early = withBeta(shape, beta);
  return (value, path, dialect) => {
    (dialect.version === '2026-10-21' ? shape : early)(value, path, dialect);
  };
}

/** Was part of the API before version 2026-10-21. */
export function beforeLatest(shape: Shape): Shape {
  return (value, path, dialect) => {
    (dialect.version === '2026-10-21' ? extra : shape)(value, path, dialect);
  };
}

export function mistake(path: string, message: string): ApiFailure {
  return invalidRequest(path === '' ? message : `${path}: ${message}`);
}

const extra: Shape = (_value, path) => {
  throw mistake(path, 'Extra inputs are not permitted');
};

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
