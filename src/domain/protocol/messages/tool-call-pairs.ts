import type { ToolCallBlock, ToolResultBlock } from '../conversation.ts';
import { invalidRequest } from '../request-fields.ts';
import { GivenNames } from './given-names.ts';

const idLengthMax = 128;

interface OpenCall {
  readonly call: ToolCallBlock;
  /** At Anthropic. */
  readonly id: string;
}

/** The calls of one message that the client gave the same id, mostly one. */
interface SameId {
  /** Without a result so far, in order. */
  readonly open: OpenCall[];
  /** The contents of their results. */
  readonly contents: Set<string>;
}

/**
 * Anthropic wants one result for each tool call, in the message right after it, and no id twice in a conversation. Some
 * clients number their calls anew in each turn, and some send a result twice.
 */
export class ToolCallPairs {
  readonly #names = new GivenNames(idLengthMax);
  /** How often each id was asked for. */
  readonly #used = new Map<string, number>();
  #calls = new Map<string, SameId>();

  /** @returns the id that the call has at Anthropic */
  begin(call: ToolCallBlock): string {
    const id = this.#unused(this.#names.give(call.id));
    const same = this.#calls.get(call.id) ?? { open: [], contents: new Set() };
    same.open.push({ call, id });
    this.#calls.set(call.id, same);
    return id;
  }

  /**
   * @param content what the model will be given
   * @returns the id of the call that it answers; undefined for a mere repetition
   * @throws MonagoError `invalid_request` for a result without a call, or with two contents
   */
  answer(result: ToolResultBlock, content: string): string | undefined {
    const same = this.#calls.get(result.callId);
    if (same === undefined) {
      throw invalidRequest(
        result.at,
        'is the result of a tool call that is not in the message before it',
      );
    }
    const open = same.open.shift();
    if (open === undefined && same.contents.has(content)) return undefined;
    if (open === undefined) {
      throw invalidRequest(result.at, 'is a second, different result of the same tool call');
    }
    same.contents.add(content);
    return open.id;
  }

  /** @throws MonagoError `invalid_request` for a call that has no result */
  settle(): void {
    for (const { open } of this.#calls.values()) {
      const [missing] = open;
      if (missing === undefined) continue;
      throw invalidRequest(
        missing.call.at,
        'is a tool call that has no result in the next message',
      );
    }
    this.#calls = new Map();
  }

  #unused(id: string): string {
    const count = (this.#used.get(id) ?? 0) + 1;
    this.#used.set(id, count);
    return count === 1 ? id : this.#unused(`${id}_${count}`);
  }
}
