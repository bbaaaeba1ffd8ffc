import { hexOf } from '../../audit/bytes.ts';
import { sha256 } from '../../audit/sha256.ts';
import { foldText } from '../scan/fold-text.ts';
import { normaliseValue } from '../tokens/token-name.ts';

const hashed = /^sha256:([0-9a-f]{64})$/i;

/**
 * What a tenant never wants reported, whatever finds it. A value may be given as it is, or as `sha256:` and the hash of what
 * `normaliseValue` makes of it, so that the settings do not hold it.
 */
export class AllowedValues {
  readonly #values: readonly string[];
  readonly #hashes: ReadonlySet<string>;
  /** Which way to write a value is the same one depends on the type. */
  readonly #byType = new Map<string, ReadonlySet<string>>();

  constructor(entries: readonly string[]) {
    const hashes = entries.flatMap((entry) => hashed.exec(entry)?.[1] ?? []);
    this.#hashes = new Set(hashes.map((hash) => hash.toLowerCase()));
    this.#values = entries.filter((entry) => !hashed.test(entry));
  }

  get isEmpty(): boolean {
    return this.#values.length === 0 && this.#hashes.size === 0;
  }

  /** What is left of matches in a text. */
  without<Found extends { readonly type: string; readonly start: number; readonly end: number }>(
    text: string,
    found: readonly Found[],
  ): readonly Found[] {
    if (this.isEmpty) return found;
    return found.filter(({ type, start, end }) => !this.#has(type, text.slice(start, end)));
  }

  #has(type: string, value: string): boolean {
    const plain = plainValue(type, value);
    if (this.#valuesOf(type).has(plain)) return true;
    if (this.#hashes.size === 0) return false;
    return this.#hashes.has(hexOf(sha256(new TextEncoder().encode(plain))));
  }

  #valuesOf(type: string): ReadonlySet<string> {
    const known = this.#byType.get(type);
    if (known) return known;
    const values = new Set(this.#values.map((value) => plainValue(type, value)));
    this.#byType.set(type, values);
    return values;
  }
}

function plainValue(type: string, value: string): string {
  return normaliseValue(type, foldText(value).text);
}
