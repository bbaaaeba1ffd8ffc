/**
 * Edits to the members of a JSON object that leave every other byte as it is: key order, white space, the digits of
 * numbers and the spelling of strings are the client's, and prompt caches of providers depend on them.
 */
export type JsonEdits = Readonly<Record<string, string | undefined>>;

interface Member {
  /** Index of the name's opening quote. */
  readonly start: number;
  readonly valueStart: number;
  /** After the last character of the value. */
  readonly end: number;
}

/**
 * Sets members of an object to the given JSON texts; undefined removes the member. Members that are not there yet are
 * added at the end.
 * @param object valid JSON (RFC 8259), an object in which no name occurs twice
 */
export function spliceMembers(object: string, edits: JsonEdits): string {
  const members = topLevelMembers(object);
  let result = object;
  // From the back, so that the positions before stay right.
  for (const [name, member] of [...members].reverse()) {
    if (!Object.hasOwn(edits, name)) continue;
    const value = edits[name];
    result =
      value === undefined
        ? without(result, member)
        : result.slice(0, member.valueStart) + value + result.slice(member.end);
  }
  for (const [name, value] of Object.entries(edits)) {
    if (value !== undefined && !members.has(name)) result = appended(result, name, value);
  }
  return result;
}

/** The text of a member's value; undefined where there is no such member. */
export function memberText(object: string, name: string): string | undefined {
  const member = topLevelMembers(object).get(name);
  return member === undefined ? undefined : object.slice(member.valueStart, member.end);
}

// The member goes with the comma after it or, being the last one, with the comma before it.
function without(object: string, { start, end }: Member): string {
  const after = skipSpace(object, end);
  if (object[after] === ',')
    return object.slice(0, start) + object.slice(skipSpace(object, after + 1));
  const comma = object.lastIndexOf(',', start);
  const isFirst = object.slice(comma + 1, start).trim() !== '' || comma < 0;
  return object.slice(0, isFirst ? start : comma) + object.slice(end);
}

function appended(object: string, name: string, value: string): string {
  const close = object.lastIndexOf('}');
  const before = object.slice(0, close).trimEnd();
  const comma = before.endsWith('{') ? '' : ',';
  return `${before}${comma}${JSON.stringify(name)}:${value}${object.slice(before.length)}`;
}

function topLevelMembers(object: string): Map<string, Member> {
  const members = new Map<string, Member>();
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

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}
