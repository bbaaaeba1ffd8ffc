/** What is known of a word, whatever its case, as bits. */
export const wordClass = {
  given: 1,
  surname: 2,
  place: 4,
  /** Seen in lower case in ordinary text. */
  common: 8,
  /** What goes before a person's name: `Mr`, `Bapak`. */
  title: 16,
  /** What names of organisations are made of: `Bank`, `Yayasan`. */
  organization: 32,
  /** What names of streets are made of: `Street`, `Jalan`. */
  street: 64,
} as const;

const empty = 0;
// The upper 24 bits of a word's hash and 8 bits of classes share one number.
const hashMask = 0xffffff00 | 0;

/** Classes of words by hash; the words themselves are not kept. */
export class WordClasses {
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** `entries` as `entryOf` makes them. */
  constructor(entries: Int32Array) {
    let size = 1024;
    while (size < entries.length * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (const entry of entries) this.#slots[this.#slotOf(entry)] = entry;
  }

  /** 0 when nothing is known. */
  of(hash: number): number {
    return (this.#slots[this.#slotOf(hash)] ?? empty) & 0xff;
  }

  #slotOf(hash: number): number {
    const wanted = hash & hashMask;
    let slot = (Math.imul(wanted, 0x9e3779b1) >>> 7) & this.#mask;
    let found = this.#slots[slot] ?? empty;
    while (found !== empty && (found & hashMask) !== wanted) {
      slot = (slot + 1) & this.#mask;
      found = this.#slots[slot] ?? empty;
    }
    return slot;
  }
}

/** A word's hash and classes in one number. */
export function entryOf(hash: number, classes: number): number {
  return (hash & hashMask) | classes;
}
