import type { GoldSpan, LabelledSet } from '../sets/labelled-set.ts';
import type { Counts, FoundSpan } from './score-spans.ts';

const [labelled, foundHere] = [1, 2];

/** How many characters that are labelled as anything were found as anything: what would have been hidden. */
export function scoreCharacters(
  set: LabelledSet,
  found: readonly (readonly FoundSpan[])[],
): Readonly<Counts> {
  // Indexed by what is marked: nothing, labelled only, found only, both.
  const places = [0, 0, 0, 0];
  set.documents.forEach(({ text, spans }, at) => {
    const marks = new Uint8Array(text.length);
    const known = spans.filter(({ label }) => set.mapping[label]);
    for (const span of known) add(marks, span, labelled);
    for (const span of found[at] ?? []) add(marks, span, foundHere);
    for (const mark of marks) places[mark] = (places[mark] ?? 0) + 1;
  });
  const [, missed = 0, wrong = 0, hits = 0] = places;
  return { hits, missed, wrong };
}

function add(marks: Uint8Array, { start, end }: Pick<GoldSpan, 'start' | 'end'>, mark: number) {
  for (let place = start; place < end; place += 1) marks[place] = (marks[place] ?? 0) | mark;
}
