import { type JsonMember, membersOf, skipSpace } from './json-scan.ts';

/**
 * Edits to the members of a JSON object that leave every other byte as it is: key order, white space, the digits of
 * numbers and the spelling of strings are the client's, and prompt caches of providers depend on them.
 */
export type JsonEdits = Readonly<Record<string, string | undefined>>;

/**
 * Sets members of an object to the given JSON texts; undefined removes the member. Members that are not there yet are
 * added at the end.
 * @param object valid JSON (RFC 8259), an object in which no name occurs twice
 */
export function spliceMembers(object: string, edits: JsonEdits): string {
  const members = membersOf(object);
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
  const member = membersOf(object).get(name);
  return member === undefined ? undefined : object.slice(member.valueStart, member.end);
}

// The member goes with the comma after it or, being the last one, with the comma before it.
function without(object: string, { start, end }: JsonMember): string {
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
