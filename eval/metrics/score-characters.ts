import type { LabelledSet } from '../sets/labelled-set.ts';
import type { Counts, FoundSpan } from './score-spans.ts';

/** How many characters that are labelled as anything were found as anything: what would have been hidden. */
export function scoreCharacters(
  set: LabelledSet,
  found: readonly (readonly FoundSpan[])[],
): Readonly<Counts> {
  const counts: Counts = { hits: 0, missed: 0, wrong: 0 };
  set.documents.forEach(({ text, spans }, at) => {
    const marks = new Uint8Array(text.length);
    for (const { label, start, end } of spans) if (set.mapping[label]) marks.fill(1, start, end);
    for (const { start, end } of found[at] ?? [])
      for (let place = start; place < end; place += 1) marks[place] = (marks[place] ?? 0) | 2;
    for (const mark of marks) {
      counts.hits += +(mark === 3);
      counts.missed += +(mark === 1);
      counts.wrong += +(mark === 2);
    }
  });
  return counts;
}
