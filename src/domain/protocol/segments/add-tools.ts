import type { JsonPath } from '../json-edit.ts';
import { holdsNumber } from './ordinary-word.ts';
import { isFields, listOf, type SegmentCollector } from './segment.ts';

const prose: ReadonlySet<string> = new Set(['description', 'title']);
// Where schemas are told apart and referred to, and where nothing else stands.
const reference =
  /^(?:#(?:\/[A-Za-z_$][\w$.-]{0,63})*|https?:\/\/json-schema\.org\/[a-z0-9/-]{0,40}#?)$/;
const references: ReadonlySet<string> = new Set(['$schema', '$ref', '$id']);
// What a property may have for its value is told by what the property is called.
const values: ReadonlySet<string> = new Set(['default', 'const', 'enum', 'example', 'examples']);
const words: ReadonlySet<string> = new Set(['type', 'format']);

/** What is defined for a model, tools or a schema: what explains it can say anything, names and values cannot. */
export function addDefinitions(value: unknown, path: JsonPath, into: SegmentCollector): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) addDefinitions(item, [...path, index], into);
  } else if (isFields(value)) {
    for (const [name, inner] of Object.entries(value)) addMember(name, inner, { path, into });
  } else into.addDeep(value, { path, role: 'system', use: 'fixed' });
}

interface DefinitionPlace {
  readonly path: JsonPath;
  readonly into: SegmentCollector;
}

function addMember(name: string, value: unknown, { path, into }: DefinitionPlace): void {
  const at = { path: [...path, name], role: 'system' } as const;
  into.addName(name, at);
  // Files that a tool may read.
  if (name === 'file_ids' && listOf(value).length > 0) into.addUnread('*/*');
  if (values.has(name) && path.at(-2) === 'properties') {
    into.addDeep(value, { ...at, use: 'fixed', hint: String(path.at(-1)) });
  } else if (typeof value !== 'string') addDefinitions(value, at.path, into);
  else if (prose.has(name)) into.add({ ...at, use: 'text', text: value });
  else if (words.has(name)) into.addStructure(value, at);
  else if (!references.has(name) || !reference.test(value) || holdsNumber(value)) {
    into.add({ ...at, use: 'fixed', text: value });
  }
}
