import { invalidRequest } from '../chat/request-fields.ts';
import type { ToolCallBlock, ToolResultBlock } from '../conversation.ts';
import { GivenNames } from './given-names.ts';

const idLengthMax = 128;

interface OpenCall {
  readonly call: ToolCallBlock;
  readonly id: string;
  /** The content of its result, as written. */
  answer: string | undefined;
}

/**
 * Anthropic wants one result for each tool call, in the message right after it, and no id twice in a conversation. Some
 * clients number their calls anew in each turn, and some send a result twice.
 */
export class ToolCallPairs {
  readonly #names = new GivenNames(idLengthMax);
  readonly #used = new Set<string>();
  #open: OpenCall[] = [];

  /** @returns the id that the call has at Anthropic */
  begin(call: ToolCallBlock): string {
    const first = this.#names.give(call.id);
    let id = first;
    for (let count = 2; this.#used.has(id); count += 1) id = `${first}_${count}`;
    this.#used.add(id);
    this.#open.push({ call, id, answer: undefined });
    return id;
  }

  /**
   * @param content what the model will be given
   * @returns the id of the call that it answers; undefined for a mere repetition
   * @throws MonagoError `invalid_request` for a result without a call, or with two contents
   */
  answer(result: ToolResultBlock, content: string): string | undefined {
    const calls = this.#open.filter(({ call }) => call.id === result.callId);
    const open = calls.find(({ answer }) => answer === undefined);
    if (open !== undefined) {
      open.answer = content;
      return open.id;
    }
    if (calls.some(({ answer }) => answer === content)) return undefined;
    throw invalidRequest(
      result.at,
      calls.length > 0
        ? 'is a second, different result of the same tool call'
        : 'is the result of a tool call that is not in the message before it',
    );
  }

  /** @throws MonagoError `invalid_request` for a call that has no result */
  settle(): void {
    const missing = this.#open.find(({ answer }) => answer === undefined);
    if (missing !== undefined) {
      throw invalidRequest(
        missing.call.at,
        'is a tool call that has no result in the next message',
      );
    }
    this.#open = [];
  }
}
