import type { FoundPlaces } from './found-places.ts';

/** What is left of a page's address in front of a name is reported when it is at least so long. */
const lengthMin = 11;

/**
 * Ends addresses of pages where a name begins that came to light in them, so that it is told by its own type: whoever hides names
 * need not hide addresses. Both are in order of place.
 */
export function cutAddresses({ starts, ends, claims }: FoundPlaces, names: FoundPlaces): void {
  let next = 0;
  for (const [at, { type }] of claims.entries()) {
    if (type !== 'URL') continue;
    const [start, end] = [starts[at] ?? 0, ends[at] ?? 0];
    next = firstFrom(names, next, start);
    const name = names.starts[next] ?? end;
    if (name < end && name - start >= lengthMin) ends[at] = name;
  }
}

/** The first from one on that does not begin before a place. */
function firstFrom({ starts, count }: FoundPlaces, first: number, place: number): number {
  let at = first;
  while (at < count && (starts[at] ?? 0) < place) at += 1;
  return at;
}
