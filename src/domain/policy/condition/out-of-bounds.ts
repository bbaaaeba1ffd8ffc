import { schemaOf } from './schema.ts';
import type { Value, ValueRecord } from './term.ts';
import { type Type, textLengthMax } from './type.ts';
import { fieldOf, isList, isRecord } from './value.ts';
import type { PolicyInput } from './variables.ts';

const schema = schemaOf({
  phases: ['response'],
  lists: new Map(),
  calendars: [],
  recognisers: [],
});

/**
 * Paths of the variables whose texts or lists are longer than the schema says, and on which the worst-case cost of conditions
 * is therefore no bound. Whoever fills an input adds them to its `unknown`: what is too long to look at is not permitted.
 */
export function outOfBounds(input: PolicyInput): readonly string[] {
  const record: ValueRecord = input;
  return pathsBeyond(record, schema, '');
}

function pathsBeyond(value: Value | undefined, type: Type, path: string): readonly string[] {
  if (type.kind !== 'record' || !isRecord(value)) {
    return value === undefined || fits(value, type) ? [] : [path];
  }
  return Object.entries(type.fields).flatMap(([name, field]) =>
    pathsBeyond(fieldOf(value, name), field.type, path === '' ? name : `${path}.${name}`),
  );
}

function fits(value: Value, type: Type): boolean {
  if (typeof value === 'string') return value.length <= textLengthMax;
  if (type.kind === 'list' && isList(value)) {
    return value.length <= type.sizeMax && value.every((element) => fits(element, type.element));
  }
  if (!isRecord(value)) return true;
  const held = Object.values(value).filter((field) => field !== undefined);
  if (type.kind === 'map') {
    return held.length <= type.sizeMax && held.every((field) => fits(field, type.value));
  }
  return held.every((field) => typeof field !== 'string' || field.length <= textLengthMax);
}
