import type { LoggedEntry } from './logged-entry.ts';

/** One JSON object on one line, without a line feed. The body is spelled as in the leaf. */
export function toJsonLine({ leaf, leafHash }: LoggedEntry): string {
  const place = JSON.stringify({
    log: leaf.origin,
    index: leaf.index,
    leaf_hash: leafHash,
    class: leaf.class,
    class_index: leaf.classIndex,
    time: leaf.time,
  });
  return `${place.slice(0, -1)},"body":${leaf.body}}`;
}
