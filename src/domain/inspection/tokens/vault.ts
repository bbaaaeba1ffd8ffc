import { normaliseValue, type TokenFormat, tokenType, writeToken } from './token-name.ts';

export interface VaultSettings {
  readonly format: TokenFormat;
  /**
   * For `stable`: 10 letters and digits, lower case, that stand for a value of a type. MUST be keyed by tenant, so that
   * nobody finds a value by trying, and MUST give the same code for the same input.
   */
  readonly codeOf?: (type: string, normalisedValue: string) => string;
}

// Small letters count within brackets alone: programs have many such names.
const tokenLike =
  /\b([A-Z][A-Z0-9_]{0,23}_\d{1,6})\b|(?:<|\[\[)([A-Za-z][A-Za-z0-9_]{0,23}_\d{1,6})(?=>|\]\])/g;

/** As whoever restores tokens reads what is escaped. */
function withoutEscapes(text: string): string {
  return text
    .replace(/\\{1,2}(?=[_<>[\]])/g, '')
    .replace(/\\u005f|%5f/gi, '_')
    .replace(/\\u003c|&lt;|&#60;|%3c/gi, '<')
    .replace(/\\u003e|&gt;|&#62;|%3e/gi, '>')
    .replace(/%5b/gi, '[')
    .replace(/%5d/gi, ']');
}

interface Kept {
  readonly name: string;
  readonly value: string;
}

/**
 * What the tokens of one request stand for. Lives as long as the request and is never shared with another one: not with the
 * next turn of a connection either.
 */
export class Vault {
  readonly format: TokenFormat;
  readonly #codeOf: (type: string, normalisedValue: string) => string;
  readonly #byValue = new Map<string, Kept>();
  readonly #byName = new Map<string, Kept>();
  readonly #reserved = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #beginnings = new Set<string>();

  /** @throws RangeError when the format is stable and nothing makes the codes. */
  constructor(settings: VaultSettings) {
    this.format = settings.format;
    if (settings.format === 'stable' && !settings.codeOf)
      throw new RangeError('Stable tokens need codes');
    this.#codeOf = settings.codeOf ?? (() => '');
  }

  /**
   * The token of a value: numbered by first occurrence per type, so that a conversation that only grows keeps its numbers,
   * and with them what the provider has cached. The value as it was first written is what comes back.
   */
  tokenFor(type: string, value: string): string {
    const prefix = tokenType(type);
    const normalised = normaliseValue(type, value);
    const key = `${prefix}\n${normalised}`;
    const known = this.#byValue.get(key);
    if (known) return writeToken(known.name, this.format);
    const kept = { name: this.#newName(prefix, normalised), value };
    this.#byValue.set(key, kept);
    const name = kept.name.toLowerCase();
    this.#byName.set(name, kept);
    for (let length = 1; length <= name.length; length += 1)
      this.#beginnings.add(name.slice(0, length));
    return writeToken(kept.name, this.format);
  }

  /** The value of a token, which may be given with or without its brackets and in any case. */
  valueOf(token: string): string | undefined {
    return this.#byName.get(token.replace(/^<|^\[\[|>$|\]\]$/g, '').toLowerCase())?.value;
  }

  /** Whether the name of some token begins so, in any case. */
  hasNameBeginning(beginning: string): boolean {
    return this.#beginnings.has(beginning.toLowerCase());
  }

  /** Leaves out the numbers of what looks like a token in a text that somebody else wrote. */
  reserve(text: string): void {
    if (this.format === 'stable' || !/_|5f/i.test(text)) return;
    const plain = /[\\%&]/.test(text) ? withoutEscapes(text) : text;
    for (const [, bare, bracketed] of plain.matchAll(tokenLike)) {
      const name = (bare ?? bracketed ?? '').toUpperCase();
      if (!this.#byName.has(name.toLowerCase())) this.#reserved.add(name);
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  wipe(): void {
    this.#byValue.clear();
    this.#byName.clear();
    this.#reserved.clear();
    this.#counts.clear();
    this.#beginnings.clear();
  }

  #newName(prefix: string, normalised: string): string {
    if (this.format === 'stable') return this.#stableName(prefix, normalised);
    let number = this.#counts.get(prefix) ?? 0;
    do number += 1;
    while (this.#reserved.has(`${prefix}_${number}`));
    this.#counts.set(prefix, number);
    return `${prefix}_${number}`;
  }

  /** Two values with one code would come back as each other. */
  #stableName(prefix: string, normalised: string): string {
    for (let attempt = 0; ; attempt += 1) {
      const salted = attempt === 0 ? normalised : `${normalised}\n${attempt}`;
      const name = `${prefix}_${this.#codeOf(prefix, salted)}`;
      if (!this.#byName.has(name.toLowerCase())) return name;
    }
  }
}
