const masked = '[secret]';

/**
 * A secret that cannot be printed by accident: every way of turning it into text gives `[secret]`.
 * The bytes are readable only through `reveal()`, which architecture tests allow in
 * `adapters/providers` and `adapters/kms` alone.
 */
export class Secret {
  readonly #bytes: Buffer;

  /** Takes ownership of `bytes`: `wipe()` zeroes exactly this memory. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The live bytes, not a copy. */
  reveal(): Buffer {
    return this.#bytes;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return masked;
  }

  toString(): string {
    return masked;
  }

  [Symbol.toPrimitive](): string {
    return masked;
  }

  // Node's console.log and util.inspect look for this symbol.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return masked;
  }
}
