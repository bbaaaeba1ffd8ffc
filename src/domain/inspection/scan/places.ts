import { characterClass, classOf, unitMask } from './character-class.ts';
import { unitAt } from './unit-at.ts';

/**
 * Where something may stand: what the characters beside a run have to match, the nearer one first, how the run begins and how
 * long it is at least. What is left out does not matter.
 */
export interface Place {
  readonly before?: readonly [near: RegExp, far?: RegExp];
  readonly first?: RegExp;
  readonly lengthMin?: number;
  readonly after?: readonly [near: RegExp, far?: RegExp];
}

/** One bit for each place. */
const placesMax = 31;
const lengthMax = 40;
const foreignLetter = 128;
const anythingElse = 129;
/** Of what stands beyond ASCII, letters are told from the rest, to which the ends of a text belong. */
const samples: readonly string[] = [
  ...Array.from({ length: foreignLetter }, (_, unit) => String.fromCharCode(unit)),
  'é',
  '\uffff',
];

/** The places that any detector of numbers waits for: most numbers are passed over after one look at what is around them. */
export class Places {
  readonly #nearBefore: Int32Array;
  readonly #farBefore: Int32Array;
  readonly #first: Int32Array;
  readonly #lengths: Int32Array;
  readonly #nearAfter: Int32Array;
  readonly #farAfter: Int32Array;

  /** @throws RangeError when there are more than 31 */
  constructor(places: readonly Place[]) {
    if (places.length > placesMax) throw new RangeError('Detectors wait for too many places');
    this.#nearBefore = bySample(places.map(({ before }) => before?.[0]));
    this.#farBefore = bySample(places.map(({ before }) => before?.[1]));
    this.#first = bySample(places.map(({ first }) => first));
    this.#nearAfter = bySample(places.map(({ after }) => after?.[0]));
    this.#farAfter = bySample(places.map(({ after }) => after?.[1]));
    this.#lengths = Int32Array.from({ length: lengthMax + 1 }, (_, length) =>
      bitsOf(places.map(({ lengthMin = 0 }) => length >= lengthMin)),
    );
  }

  /** Bits of the places that a run of at most 40 characters stands at. */
  of(text: string, start: number, end: number): number {
    const near =
      (this.#nearBefore[sampleOf(unitAt(text, start - 1))] ?? 0) &
      (this.#nearAfter[sampleOf(unitAt(text, end))] ?? 0) &
      (this.#lengths[end - start] ?? 0);
    if (near === 0) return 0;
    return (
      near &
      (this.#farBefore[sampleOf(unitAt(text, start - 2))] ?? 0) &
      (this.#farAfter[sampleOf(unitAt(text, end + 1))] ?? 0) &
      (this.#first[sampleOf(unitAt(text, start))] ?? 0)
    );
  }
}

function sampleOf(unit: number): number {
  if (unit < foreignLetter) return unit;
  return classOf[unit & unitMask] === characterClass.foreignLetter ? foreignLetter : anythingElse;
}

function bySample(patterns: readonly (RegExp | undefined)[]): Int32Array {
  return Int32Array.from(samples, (sample) =>
    bitsOf(patterns.map((pattern) => pattern === undefined || pattern.test(sample))),
  );
}

function bitsOf(flags: readonly boolean[]): number {
  return flags.reduce((bits, flag, place) => (flag ? bits | (1 << place) : bits), 0);
}
