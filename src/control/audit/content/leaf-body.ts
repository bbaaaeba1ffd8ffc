import { utf8 } from '../../../domain/audit/bytes.ts';
import { parseLeaf } from '../../../domain/audit/leaf.ts';

/** What an entry commits to, by the name of the part. */
export function commitmentsIn(leaf: string): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(bodyOf(leaf))) {
    if (typeof value === 'object' && value !== null && 'commit' in value)
      found[name] = value.commit;
  }
  return found;
}

/** Id of who did what the entry says; empty where it names nobody. */
export function actorIn(leaf: string): string {
  const { actor } = { actor: undefined, ...bodyOf(leaf) };
  const id: unknown =
    typeof actor === 'object' && actor !== null && 'id' in actor ? actor['id'] : '';
  return typeof id === 'string' ? id : '';
}

function bodyOf(leaf: string): Readonly<Record<string, unknown>> {
  const body: unknown = JSON.parse(parseLeaf(utf8(leaf)).body);
  return { ...Object(body) };
}
