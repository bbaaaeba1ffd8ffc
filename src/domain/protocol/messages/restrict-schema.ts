import { RawJson } from '../json-text.ts';
import { type JsonNode, type JsonObject, parseJsonTree } from '../json-tree.ts';

export interface RestrictedSchema {
  readonly schema: RawJson;
  /** Keywords that were left out although they limit what is valid; each once. */
  readonly lifted: readonly string[];
}

type Role = 'value' | 'schema' | 'schemas' | 'named schemas' | 'annotation';

/** What Claude's structured output does with a keyword of JSON Schema; it refuses all others. */
const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...(
    ['type', 'enum', 'const', 'required', '$ref', 'title', 'description', 'default'] as const
  ).map((keyword): [string, Role] => [keyword, 'value']),
  ['items', 'schema'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['allOf', 'schemas'],
  ['properties', 'named schemas'],
  ['$defs', 'named schemas'],
  ['definitions', 'named schemas'],
  ...[
    '$schema',
    '$id',
    '$comment',
    '$anchor',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
  ].map((keyword): [string, Role] => [keyword, 'annotation']),
]);
const formats = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email'],
  ...['hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
]);

/**
 * A JSON Schema in the keywords that Claude can be bound to (output formats, strict tools). Objects get no members
 * beside their own, which Claude insists on. The order of keywords and properties stays.
 * @param schema an object
 */
export function restrictSchema(schema: RawJson): RestrictedSchema {
  const restriction = new Restriction();
  const text = restriction.schema(parseJsonTree(schema.text));
  return { schema: new RawJson(text), lifted: [...restriction.lifted] };
}

class Restriction {
  readonly lifted = new Set<string>();

  schema(node: JsonNode): string {
    if (node.kind !== 'object') return node.raw;
    const members: string[] = [];
    for (const [keyword, value] of node.members) {
      const member = this.#member(node, keyword, value);
      if (member !== undefined) members.push(member);
    }
    if (describesObject(node)) members.push('"additionalProperties":false');
    return `{${members.join(',')}}`;
  }

  #member(owner: JsonObject, keyword: string, value: JsonNode): string | undefined {
    switch (roles.get(keyword)) {
      case 'value':
        return named(keyword, value.raw);
      case 'schema':
        return value.kind === 'array' ? this.#lift(keyword) : named(keyword, this.schema(value));
      case 'schemas':
        return this.#choices(owner, keyword, value);
      case 'named schemas':
        return named(keyword, this.#namedSchemas(value));
      case 'annotation':
        return undefined;
      default:
        return this.#limit(keyword, value);
    }
  }

  #choices(owner: JsonObject, keyword: string, value: JsonNode): string | undefined {
    if (value.kind !== 'array') return this.#lift(keyword);
    // Claude knows no choice of exactly one. Where only one can hold, any of them is the same.
    if (keyword === 'oneOf') this.#lift(keyword);
    if (keyword === 'oneOf' && owner.members.has('anyOf')) return undefined;
    // Objects that are closed cannot be satisfied together, each having members of its own.
    if (keyword === 'allOf' && value.items.length > 1) return this.#lift(keyword);
    const schemas = value.items.map((item) => this.schema(item));
    return named(keyword === 'oneOf' ? 'anyOf' : keyword, `[${schemas.join(',')}]`);
  }

  #namedSchemas(value: JsonNode): string {
    if (value.kind !== 'object') return value.raw;
    const members = [...value.members].map(([name, node]) => named(name, this.schema(node)));
    return `{${members.join(',')}}`;
  }

  #limit(keyword: string, value: JsonNode): string | undefined {
    const isKept =
      (keyword === 'format' && value.kind === 'string' && formats.has(value.value)) ||
      (keyword === 'minItems' && (value.raw === '0' || value.raw === '1'));
    if (isKept) return named(keyword, value.raw);
    const isClosed = keyword === 'additionalProperties' && value.raw === 'false';
    return isClosed || keyword.startsWith('x-') ? undefined : this.#lift(keyword);
  }

  #lift(keyword: string): undefined {
    this.lifted.add(keyword);
    return undefined;
  }
}

function named(name: string, text: string): string {
  return `${JSON.stringify(name)}:${text}`;
}

function describesObject(schema: JsonObject): boolean {
  const type = schema.members.get('type');
  if (schema.members.has('properties')) return true;
  if (type?.kind === 'string') return type.value === 'object';
  return type?.kind === 'array' && type.items.some(({ raw }) => raw === '"object"');
}
