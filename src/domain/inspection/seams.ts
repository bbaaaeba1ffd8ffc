import type { JsonPath } from '../protocol/json-edit.ts';
import type { Segment } from '../protocol/segments/segment.ts';
import type { InjectionSignal } from './injection/injection-signal.ts';
import type { Detectors } from './inspection.ts';
import type { Recognised } from './match.ts';

/** A text, and what was found in it by itself. */
export interface ReadText {
  readonly segment: Segment;
  readonly found: readonly Recognised[];
  readonly signals: readonly InjectionSignal[];
}

/** What only several texts together say. */
interface SeamFindings {
  /** By position of the text. */
  readonly found: ReadonlyMap<number, readonly Recognised[]>;
  readonly signals: readonly InjectionSignal[];
}

// So much of two texts is read together. No number of a person is longer, with the word that tells what it is.
const reach = 96;
// Words at an end and a beginning make names that nobody has.
const names: ReadonlySet<string> = new Set(['PERSON', 'LOCATION', 'ORGANIZATION']);
const lists: ReadonlySet<unknown> = new Set(['content', 'output', 'parts', 'system', 'summary']);

/** Where the list stands whose part a text is: a model reads such parts one after the other, as if they were one text. */
export function partsPath({ path, use, label }: Segment): JsonPath | undefined {
  const isPart = path.at(-1) === 'text' && typeof path.at(-2) === 'number';
  const list = isPart ? path.slice(0, -2) : [];
  return use === 'text' && label === undefined && lists.has(list.at(-1)) ? list : undefined;
}

/**
 * Reads the parts of one text where they meet. Takes time linear in the texts.
 * @param isLate the time for it is over
 * @throws what a detector does; Error when it is late
 */
export function readSeams(
  texts: readonly ReadText[],
  detectors: Detectors,
  isLate: () => boolean,
): SeamFindings {
  const reading = new SeamReading(texts, detectors);
  for (const stretches of meetings(texts)) {
    if (isLate()) throw new Error('out of time');
    reading.read(stretches);
  }
  return reading;
}

class SeamReading implements SeamFindings {
  readonly #texts: readonly ReadText[];
  readonly #detectors: Detectors;
  readonly #known: ReadonlySet<string>;
  readonly found = new Map<number, Recognised[]>();
  readonly signals: InjectionSignal[] = [];

  constructor(texts: readonly ReadText[], detectors: Detectors) {
    this.#texts = texts;
    this.#detectors = detectors;
    this.#known = new Set(texts.flatMap(({ signals }) => signals.map(({ name }) => name)));
  }

  /** As one word, and as neighbours, of which one may tell what the other is. */
  read(stretches: readonly Stretch[]): void {
    const joined = new Joined(stretches, '');
    this.#scan(joined, 2);
    this.#scan(new Joined(stretches, '\n'), 1);
    const role = stretches[0]?.read.segment.role ?? 'user';
    // How a text reads as a whole is no matter of where its parts meet.
    const isNew = ({ name }: InjectionSignal) =>
      name !== 'language_model' && !this.#known.has(name);
    this.signals.push(...this.#detectors.findInjection(joined.text, role).filter(isNew));
  }

  #scan(joined: Joined, textsMin: number): void {
    for (const match of this.#detectors.scan(joined.text)) {
      const places = joined.placesOf(match);
      const isSaid = places.length >= textsMin && !names.has(match.type);
      if (!isSaid || !places.every((place) => this.#isFree(place))) continue;
      for (const { at, ...place } of places) {
        this.found.set(at, [...(this.found.get(at) ?? []), place]);
      }
    }
  }

  #isFree(match: Placed): boolean {
    const own = this.#texts[match.at]?.found ?? [];
    return ![...own, ...(this.found.get(match.at) ?? [])].some((other) => overlap(match, other));
  }
}

interface Stretch {
  readonly read: ReadText;
  /** Position of the text. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** The stretches around each place where texts meet; several places where the texts between are short. */
function meetings(texts: readonly ReadText[]): readonly (readonly Stretch[])[] {
  const groups: Stretch[][] = [];
  let open: Stretch[] = [];
  for (const [at, read] of texts.entries()) {
    const { length } = read.segment.text;
    if (length <= 2 * reach) open.push({ read, at, from: 0, to: length });
    else {
      groups.push([...open, { read, at, from: 0, to: reach }]);
      open = [{ read, at, from: length - reach, to: length }];
    }
    if (open.length === groupMax) {
      groups.push(open);
      open = endOf(open);
    }
  }
  return [...groups, open].filter((group) => group.length > 1);
}

// Many short texts are read in turns, so that time can run out between.
const groupMax = 256;

/** The last of them, as far as they reach into what follows. */
function endOf(stretches: readonly Stretch[]): Stretch[] {
  let length = 0;
  let first = stretches.length;
  while (first > 1 && length < reach) {
    first -= 1;
    length += (stretches[first]?.to ?? 0) - (stretches[first]?.from ?? 0);
  }
  return stretches.slice(first);
}

type Placed = Recognised & { readonly at: number };

class Joined {
  readonly text: string;
  readonly #stretches: readonly Stretch[];
  /** Where each begins in the text. */
  readonly #begins: readonly number[];

  constructor(stretches: readonly Stretch[], separator: string) {
    const begins: number[] = [];
    let length = 0;
    for (const { from, to } of stretches) {
      begins.push(length);
      length += to - from + separator.length;
    }
    this.text = stretches
      .map(({ read, from, to }) => read.segment.text.slice(from, to))
      .join(separator);
    this.#stretches = stretches;
    this.#begins = begins;
  }

  /** Nothing for what the text was cut at: it may be part of something else. */
  placesOf(match: Recognised): readonly Placed[] {
    if (this.#isCut(match)) return [];
    const first = this.#stretchAt(match.start);
    const last = this.#stretchAt(match.end - 1);
    const places = this.#stretches.slice(first, last + 1).flatMap((stretch, offset) => {
      const shift = stretch.from - (this.#begins[first + offset] ?? 0);
      const start = Math.max(stretch.from, match.start + shift);
      const end = Math.min(stretch.to, match.end + shift);
      return start < end ? [{ ...match, at: stretch.at, start, end }] : [];
    });
    if (places.length < 2) return places;
    return places.map((place, at) => ({ ...place, part: at === 0 ? 'first' : 'rest' }));
  }

  #isCut({ start, end }: Recognised): boolean {
    const last = this.#stretches.at(-1);
    const isOpen = last !== undefined && last.to < last.read.segment.text.length;
    return (
      (start === 0 && (this.#stretches[0]?.from ?? 0) > 0) || (isOpen && end === this.text.length)
    );
  }

  /** The last stretch that begins at a place or before it. */
  #stretchAt(place: number): number {
    let low = 0;
    let high = this.#begins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#begins[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function overlap(one: Recognised, other: Recognised): boolean {
  return one.start < other.end && other.start < one.end;
}
