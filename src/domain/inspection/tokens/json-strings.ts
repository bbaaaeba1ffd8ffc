import { unitAt } from '../scan/unit-at.ts';
/** Follows a JSON text (RFC 8259), whole or in pieces, to tell whether a place is inside a string. */
export class JsonStrings {
  #isInside = false;
  #isEscaped = false;

  get isInside(): boolean {
    return this.#isInside;
  }

  /** Goes on over the next piece. */
  advance(text: string, start = 0, end = text.length): void {
    for (let at = start; at < end; at += 1) {
      const unit = unitAt(text, at);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (unit === 0x22) this.#isInside = !this.#isInside;
      else if (unit === 0x5c) this.#isEscaped = this.#isInside;
    }
  }
}

/** A value as it stands inside of a JSON string, without the quotation marks. */
export function escapeJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** What stands inside of a JSON string as the value it says; as it is when that is cut off in the middle of an escape. */
export function unescapeJson(written: string): string {
  if (!written.includes('\\')) return written;
  try {
    const value: unknown = JSON.parse(`"${written}"`);
    return typeof value === 'string' ? value : written;
  } catch {
    return written;
  }
}
