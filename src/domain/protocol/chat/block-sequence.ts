import type { AnswerBlock, AnswerEvent, OpenedBlock } from '../answer.ts';

interface SequencedBlock {
  /** Tells the blocks of an answer apart. */
  readonly key: string;
  readonly block: OpenedBlock;
  /** What has come while it waited. */
  text: string;
  signature?: string;
}

/**
 * Puts the deltas of a chat stream, in which tool calls may be interleaved, into blocks one after the other. What comes
 * for another block while a tool call is open waits until the call is known to be whole, which is at the end.
 */
export class BlockSequence {
  #open: SequencedBlock | undefined;
  #waiting: SequencedBlock[] = [];
  readonly #kinds = new Set<AnswerBlock['kind']>();

  /** The kinds of all blocks so far. */
  get kinds(): ReadonlySet<AnswerBlock['kind']> {
    return this.#kinds;
  }

  has(key: string): boolean {
    return this.#open?.key === key || this.#waiting.some((block) => block.key === key);
  }

  /** More text of the block with that key, which begins now if it has not begun before. */
  add(key: string, block: OpenedBlock, text: string): AnswerEvent[] {
    if (this.#open?.key === key) return deltas(text);
    if (this.#open?.block.kind !== 'tool_call') {
      return [...this.close(), ...this.#begin({ key, block, text })];
    }
    this.#wait({ key, block, text });
    return [];
  }

  /** The signature of a block of reasoning, which ends with it. */
  sign(key: string, signature: string | undefined): AnswerEvent[] {
    if (this.#open?.key === key) return [...signatures(signature), ...this.close()];
    const block = this.#waiting.find((waiting) => waiting.key === key);
    if (block && signature !== undefined) block.signature = signature;
    return [];
  }

  /** Ends the open block and gives out, whole, everything that waited for it. */
  close(): AnswerEvent[] {
    const events: AnswerEvent[] = this.#open ? [{ type: 'block_stop' }] : [];
    for (const block of this.#waiting) {
      events.push(...this.#begin(block), ...signatures(block.signature), { type: 'block_stop' });
    }
    this.#open = undefined;
    this.#waiting = [];
    return events;
  }

  #begin(block: SequencedBlock): AnswerEvent[] {
    this.#open = block;
    this.#kinds.add(block.block.kind);
    return [{ type: 'block_start', block: block.block }, ...deltas(block.text)];
  }

  /** The pieces of a call belong together, those of a text only as long as nothing else stands between them. */
  #wait(added: SequencedBlock): void {
    const isCall = added.block.kind === 'tool_call';
    const candidates = isCall ? this.#waiting : this.#waiting.slice(-1);
    const found = candidates.find(({ key }) => key === added.key);
    if (found) found.text += added.text;
    else this.#waiting.push(added);
  }
}

function deltas(text: string): AnswerEvent[] {
  return text === '' ? [] : [{ type: 'delta', text }];
}

function signatures(signature: string | undefined): AnswerEvent[] {
  return signature === undefined ? [] : [{ type: 'signature', signature }];
}
