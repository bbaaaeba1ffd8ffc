/** Finds its way in a JSON text (RFC 8259) that is known to be valid, without reading what it does not need. */

/** Where a member of an object stands. */
export interface JsonMember {
  /** Index of the name's opening quote. */
  readonly start: number;
  readonly valueStart: number;
  /** After the last character of the value. */
  readonly end: number;
}

/** Where an item of an array stands. */
export interface JsonItem {
  readonly start: number;
  /** After its last character. */
  readonly end: number;
}

/** @param object begins with its bracket, or with white space before it */
export function membersOf(object: string): Map<string, JsonMember> {
  const members = new Map<string, JsonMember>();
  let at = skipSpace(object, object.indexOf('{') + 1);
  while (object[at] === '"') {
    const nameEnd = stringEnd(object, at);
    const valueStart = skipSpace(object, object.indexOf(':', nameEnd) + 1);
    const end = valueEnd(object, valueStart);
    members.set(String(JSON.parse(object.slice(at, nameEnd))), { start: at, valueStart, end });
    const next = skipSpace(object, end);
    if (object[next] !== ',') break;
    at = skipSpace(object, next + 1);
  }
  return members;
}

/** @param array begins with its bracket, or with white space before it */
export function itemsOf(array: string): JsonItem[] {
  const items: JsonItem[] = [];
  let at = skipSpace(array, array.indexOf('[') + 1);
  while (at < array.length && array[at] !== ']') {
    const end = valueEnd(array, at);
    items.push({ start: at, end });
    const next = skipSpace(array, end);
    if (array[next] !== ',') break;
    at = skipSpace(array, next + 1);
  }
  return items;
}

const scalarEnd = /[\s,}\]]|$/g;
const structure = /["{}[\]]/g;

function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first === '{' || first === '[') return bracketEnd(text, start);
  scalarEnd.lastIndex = start;
  return scalarEnd.exec(text)?.index ?? text.length;
}

function bracketEnd(text: string, start: number): number {
  let depth = 0;
  structure.lastIndex = start;
  for (let found = structure.exec(text); found !== null; found = structure.exec(text)) {
    const [character] = found;
    if (character === '"') structure.lastIndex = stringEnd(text, found.index);
    else depth += character === '{' || character === '[' ? 1 : -1;
    if (depth === 0) return structure.lastIndex;
  }
  return text.length;
}

/** Index after the closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}
