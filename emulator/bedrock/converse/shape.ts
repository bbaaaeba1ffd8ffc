import { isFields } from '../../server/json.ts';
import { AwsFailure, validation } from '../aws-failure.ts';

/** Where a value stands: as the service's own words count it, and as the framework's do. */
export type Place = { at: string; member: string };

/**
 * Adds what a value breaks to `broken`, in the words in which AWS's framework lists them all at once. Throws the
 * refusal for a value of another kind, which ends the reading.
 */
export type Shape = (value: unknown, place: Place, broken: string[]) => void;
export type Members = Readonly<Record<string, Shape>>;

/** JSON of any kind. */
export const anything: Shape = () => undefined;

export const flag: Shape = (value, place) => {
  if (typeof value !== 'boolean') throw wrongKind(place, 'Boolean');
};

/** Bytes in base64 (RFC 4648 §4), not empty. */
export const bytes: Shape = (value, place, broken) => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    throw wrongKind(place, 'Blob');
  }
  if (value.length === 0) broken.push(constraint(place, 'length greater than or equal to 1'));
};

export function text(rule: { pattern?: RegExp; min?: number; max?: number } = {}): Shape {
  return (value, place, broken) => {
    if (typeof value !== 'string') throw wrongKind(place, 'String');
    const { pattern, min = 0, max = Number.POSITIVE_INFINITY } = rule;
    if (pattern !== undefined && !new RegExp(`^(?:${pattern.source})$`).test(value)) {
      const message = `failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`;
      broken.push(`Value '${value}' at '${place.member}' ${message}`);
    }
    if (value.length < min)
      broken.push(constraint(place, `length greater than or equal to ${min}`));
    if (value.length > max) broken.push(constraint(place, `length less than or equal to ${max}`));
  };
}

export function oneOf(...values: readonly string[]): Shape {
  return (value, place, broken) => {
    if (typeof value !== 'string') throw wrongKind(place, 'String');
    if (values.includes(value)) return;
    const message = `failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`;
    broken.push(`Value '${value}' at '${place.member}' ${message}`);
  };
}

export function number(rule: { min: number; max?: number; isInteger?: true }): Shape {
  const { min, max = Number.POSITIVE_INFINITY } = rule;
  return (value, place, broken) => {
    if (typeof value !== 'number') throw wrongKind(place, 'Float');
    if (rule.isInteger && !Number.isInteger(value)) throw wrongKind(place, 'Integer');
    if (value < min) broken.push(constraint(place, `value greater than or equal to ${min}`));
    if (value > max) broken.push(constraint(place, `value less than or equal to ${max}`));
  };
}

export function listOf(item: Shape, rule: { min?: number; max?: number } = {}): Shape {
  return (value, place, broken) => {
    if (!Array.isArray(value)) throw wrongKind(place, 'List');
    const { min = 0, max = Number.POSITIVE_INFINITY } = rule;
    if (value.length < min)
      broken.push(constraint(place, `length greater than or equal to ${min}`));
    if (value.length > max) broken.push(constraint(place, `length less than or equal to ${max}`));
    for (const [index, entry] of value.entries()) {
      const inner = { at: `${place.at}.${index}`, member: `${place.member}.${index + 1}.member` };
      item(entry, inner, broken);
    }
  };
}

export function mapOf(item: Shape, entriesMax: number): Shape {
  return (value, place, broken) => {
    if (!isFields(value)) throw wrongKind(place, 'Map');
    const entries = Object.entries(value);
    if (entries.length > entriesMax) {
      broken.push(constraint(place, `length less than or equal to ${entriesMax}`));
    }
    for (const [name, entry] of entries) item(entry, below(place, name), broken);
  };
}

/** A closed object: a member beyond the named ones is refused. */
export function structure(required: Members, optional: Members = {}): Shape {
  const members = new Map(Object.entries({ ...required, ...optional }));
  return (value, place, broken) => {
    const given = membersOf(value, place);
    for (const name of Object.keys(required)) {
      if (given.some(([existing]) => existing === name)) continue;
      const message = 'failed to satisfy constraint: Member must not be null';
      broken.push(`Value null at '${below(place, name).member}' ${message}`);
    }
    for (const [name, entry] of given) {
      const shape = members.get(name);
      if (shape === undefined) throw extraneous(place, name);
      shape(entry, below(place, name), broken);
    }
  };
}

/** An object with exactly one of the named members. */
export function union(name: string, members: Members): Shape {
  const keys = new Map(Object.entries(members));
  return (value, place, broken) => {
    const given = membersOf(value, place);
    const [only, ...more] = given;
    const shape = only && keys.get(only[0]);
    if (only === undefined || shape === undefined || more.length > 0) {
      const list = [...keys.keys()].join(', ');
      const where = `${name} object at ${place.at}`;
      throw validation(`${where} must set one of the following keys: ${list}.`);
    }
    shape(only[1], below(place, only[0]), broken);
  };
}

/** Checks a whole body. Throws one refusal with everything that is wrong. */
export function checkShape(shape: Shape, value: unknown): void {
  const broken: string[] = [];
  shape(value, { at: '', member: '' }, broken);
  if (broken.length === 0) return;
  const count = `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected`;
  throw validation(`${count}: ${broken.join('; ')}`);
}

// A member that is null is the same as none, in all of AWS's JSON.
function membersOf(value: unknown, place: Place): [string, unknown][] {
  if (!isFields(value)) throw wrongKind(place, 'Structure');
  return Object.entries(value).filter(([, entry]) => entry !== null);
}

function below(place: Place, name: string): Place {
  const join = (path: string) => (path === '' ? name : `${path}.${name}`);
  return { at: join(place.at), member: join(place.member) };
}

function constraint({ member }: Place, must: string): string {
  return `Value at '${member}' failed to satisfy constraint: Member must have ${must}`;
}

function extraneous({ at }: Place, name: string): AwsFailure {
  const path = at === '' ? '#' : `#/${at.replaceAll('.', '/')}`;
  return validation(
    `Malformed input request: ${path}: extraneous key [${name}] is not permitted, ` +
      'please reformat your input and try again.',
  );
}

function wrongKind({ at }: Place, kind: string): AwsFailure {
  const message = `The value at ${at === '' ? 'the request body' : at} can not be converted to a ${kind}`;
  return new AwsFailure(400, { code: 'SerializationException', message });
}
