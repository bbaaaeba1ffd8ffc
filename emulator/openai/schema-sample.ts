import { type Fields, isFields } from '../server/json.ts';

const DEPTH_MAX = 16;

/**
 * A small value that satisfies the given JSON Schema (draft 2020-12, the subset that OpenAI accepts for tools
 * and structured outputs). Deterministic; recursion ends at a depth limit with null.
 */
export function sampleOf(schema: unknown, root: unknown = schema, depth = 0): unknown {
  if (!isFields(schema) || depth > DEPTH_MAX) return null;
  const fixed = fixedValue(schema);
  if (fixed !== undefined) return fixed;
  const inner = delegate(schema, root);
  if (inner !== undefined) return sampleOf(inner, root, depth + 1);
  return sampleOfType(schema, (part) => sampleOf(part, root, depth + 1));
}

function fixedValue(schema: Fields): unknown {
  if (schema['const'] !== undefined) return schema['const'];
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0];
  return schema['default'];
}

function delegate(schema: Fields, root: unknown): unknown {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return follow(reference, root);
  const options = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(options) ? options[0] : undefined;
}

function follow(reference: string, root: unknown): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((at, step) => (isFields(at) ? at[step] : undefined), root);
}

function sampleOfType(schema: Fields, sample: (part: unknown) => unknown): unknown {
  switch (typeName(schema)) {
    case 'object':
      return sampleObject(schema, sample);
    case 'array':
      return Array.from({ length: numberIn(schema, 'minItems', 1) }, () => sample(schema['items']));
    case 'string':
      return 'sample'.padEnd(numberIn(schema, 'minLength', 0), '.');
    case 'number':
    case 'integer':
      return numberIn(schema, 'minimum', numberIn(schema, 'exclusiveMinimum', 0) + 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleObject(schema: Fields, sample: (part: unknown) => unknown): Fields {
  const properties = schema['properties'];
  if (!isFields(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, sample(part)]));
}

function typeName(schema: Fields): unknown {
  const type = schema['type'];
  if (Array.isArray(type)) return type.find((name) => name !== 'null');
  return type ?? (schema['properties'] === undefined ? undefined : 'object');
}

function numberIn(schema: Fields, name: string, otherwise: number): number {
  const value = schema[name];
  return typeof value === 'number' ? value : otherwise;
}
