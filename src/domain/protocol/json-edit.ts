import { itemsOf, membersOf } from './json-scan.ts';
import { spliceMembers } from './json-splice.ts';

/** Names of members and positions of items, from the document inwards. */
export type JsonPath = readonly (string | number)[];

export interface JsonEdit {
  /** To a value; a member that is not there yet is added, an item must be there. */
  readonly path: JsonPath;
  /** The JSON text that takes the value's place; undefined removes the member or the item. */
  readonly text: string | undefined;
}

/**
 * Replaces values anywhere in a document and leaves every other byte as it is.
 * @param document valid JSON (RFC 8259) in which no name occurs twice in one object
 * @param edits no path of which leads into the value of another
 * @throws Error for a path that leads nowhere
 */
export function editJson(document: string, edits: readonly JsonEdit[]): string {
  const [first] = edits;
  if (first === undefined) return document;
  if (first.path.length === 0) return first.text ?? '';
  return typeof first.path[0] === 'number'
    ? editItems(document, grouped(edits))
    : editMembers(document, grouped(edits));
}

type Step = string | number;

function grouped(edits: readonly JsonEdit[]): ReadonlyMap<Step, readonly JsonEdit[]> {
  const groups = new Map<Step, JsonEdit[]>();
  for (const { path, text } of edits) {
    const [step = '', ...rest] = path;
    const group = groups.get(step);
    if (group === undefined) groups.set(step, [{ path: rest, text }]);
    else group.push({ path: rest, text });
  }
  return groups;
}

function editMembers(object: string, groups: ReadonlyMap<Step, readonly JsonEdit[]>): string {
  const members = membersOf(object);
  const values: [name: string, text: string | undefined][] = [];
  for (const [step, edits] of groups) {
    const member = members.get(String(step));
    const isWhole = edits[0]?.path.length === 0;
    if (member === undefined && !isWhole) throw nowhere(step);
    const inner = member === undefined ? '' : object.slice(member.valueStart, member.end);
    values.push([String(step), isWhole ? edits[0]?.text : editJson(inner, edits)]);
  }
  // Not by assignment, which a member called `__proto__` would escape.
  return spliceMembers(object, Object.fromEntries(values));
}

function editItems(array: string, groups: ReadonlyMap<Step, readonly JsonEdit[]>): string {
  const items = itemsOf(array);
  for (const step of groups.keys()) {
    if (typeof step !== 'number' || items[step] === undefined) throw nowhere(step);
  }
  const removed = [...groups.values()].some(([edit]) => isRemoval(edit));
  if (removed) return withoutItems(array, groups);
  let result = '';
  let from = 0;
  for (const [at, { start, end }] of items.entries()) {
    const edits = groups.get(at);
    if (edits === undefined) continue;
    result += array.slice(from, start) + editJson(array.slice(start, end), edits);
    from = end;
  }
  return result + array.slice(from);
}

// What stays keeps its spelling; the spaces around what goes are nobody's.
function withoutItems(array: string, groups: ReadonlyMap<Step, readonly JsonEdit[]>): string {
  const kept: string[] = [];
  for (const [at, { start, end }] of itemsOf(array).entries()) {
    const edits = groups.get(at) ?? [];
    if (!isRemoval(edits[0])) kept.push(editJson(array.slice(start, end), edits));
  }
  return `[${kept.join(',')}]`;
}

function isRemoval(edit: JsonEdit | undefined): boolean {
  return edit !== undefined && edit.path.length === 0 && edit.text === undefined;
}

function nowhere(step: Step): Error {
  return new Error(`no value at ${String(step)}`);
}
