import { type Fields, isFields } from '../server/json.ts';
import { mistake } from './shape.ts';

const unsupported: Readonly<Record<string, readonly string[]>> = {
  object: ['minProperties', 'maxProperties', 'patternProperties', 'propertyNames'],
  array: ['maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  string: ['minLength', 'maxLength', 'pattern'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};
const DEPTH_MAX = 64;

/** Refuses what constrained decoding cannot do, first mistake first. */
export function checkOutputSchema(schema: unknown, path: string, depth = 0): void {
  if (!isFields(schema)) return;
  if (depth > DEPTH_MAX) throw mistake(path, 'Schema is too complex.');
  const type = typeName(schema);
  const refused = (unsupported[type === 'integer' ? 'number' : type] ?? []).filter(
    (keyword) => schema[keyword] !== undefined,
  );
  if (refused.length > 0) {
    const list = refused.toSorted().join(', ');
    throw mistake(path, `For '${type}' type, properties ${list} are not supported`);
  }
  if (type === 'object' && schema['additionalProperties'] !== false) {
    const rule = "'additionalProperties' must be explicitly set to false";
    throw mistake(path, `For 'object' type, ${rule}`);
  }
  if (type === 'array' && typeof schema['minItems'] === 'number' && schema['minItems'] > 1) {
    throw mistake(path, "For 'array' type, 'minItems' values other than 0 or 1 are not supported");
  }
  for (const part of partsOf(schema)) checkOutputSchema(part, path, depth + 1);
}

function partsOf(schema: Fields): unknown[] {
  const maps = ['properties', '$defs', 'definitions'].flatMap((name) => {
    const map = schema[name];
    return isFields(map) ? Object.values(map) : [];
  });
  const lists = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => {
    const list = schema[name];
    return Array.isArray(list) ? list : [];
  });
  return [...maps, ...lists, schema['items']];
}

function typeName(schema: Fields): string {
  const { type, properties } = schema;
  const first: unknown = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  return typeof first === 'string' ? first : properties === undefined ? '' : 'object';
}
