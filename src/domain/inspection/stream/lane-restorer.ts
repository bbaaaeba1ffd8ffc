import { applyEdits } from '../tokens/edits.ts';
import { JsonStrings } from '../tokens/json-strings.ts';
import type { TokenRules } from '../tokens/read-token.ts';
import { findTokens } from '../tokens/restore.ts';

/** What a lane carries: text as a reader sees it, or pieces of a JSON text such as the arguments of a tool call. */
export type LaneContent = 'text' | 'json';

/**
 * Puts values back into one lane of a streamed answer. Holds back only what may become a token, at most 40 characters, and
 * gives what the whole text would have given, however it was cut.
 */
export class LaneRestorer {
  readonly #rules: TokenRules;
  readonly #strings: JsonStrings | undefined;
  #held = '';
  /** The unit before what is held tells whether a word begins there. */
  #before = '';
  #restored = 0;
  #unknownTokens = 0;

  constructor(content: LaneContent, rules: TokenRules) {
    this.#rules = rules;
    this.#strings = content === 'json' ? new JsonStrings() : undefined;
  }

  /** The text that can be handed on now. */
  push(delta: string): string {
    return this.#take(delta, false);
  }

  /** What was held back. To be called when the lane ends, however it ends. */
  flush(): string {
    return this.#take('', true);
  }

  get restored(): number {
    return this.#restored;
  }

  get unknownTokens(): number {
    return this.#unknownTokens;
  }

  get heldLength(): number {
    return this.#held.length;
  }

  #take(delta: string, isLast: boolean): string {
    const text = this.#before + this.#held + delta;
    const from = this.#before.length;
    const strings = this.#strings;
    const found = findTokens({ text, from, isLast, ...(strings && { strings }) }, this.#rules);
    this.#restored += found.restored;
    this.#unknownTokens += found.unknownTokens;
    this.#held = text.slice(found.openAt);
    this.#before = text.slice(Math.max(0, found.openAt - 1), found.openAt);
    return applyEdits(text.slice(0, found.openAt), found.edits).slice(from);
  }
}
