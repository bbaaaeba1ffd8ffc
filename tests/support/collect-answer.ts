import type {
  AnswerBlock,
  AnswerEvent,
  ModelAnswer,
  OpenedBlock,
  StopReason,
  TokenUsage,
} from '../../src/domain/protocol/answer.ts';
import { RawJson } from '../../src/domain/protocol/json-text.ts';

/**
 * The whole answer that a stream of events tells, for comparing streams with answers.
 * @throws Error where the events do not keep the order that `AnswerEvent` promises, or the end is missing
 */
export function collectAnswer(events: readonly AnswerEvent[]): ModelAnswer {
  const collector = new Collector();
  for (const event of events) collector.add(event);
  return collector.answer();
}

function demand(isAsPromised: boolean, fault: string): void {
  if (!isAsPromised) throw new Error(fault);
}

class Collector {
  readonly #content: AnswerBlock[] = [];
  #model: string | undefined;
  #hasStarted = false;
  #hasEnded = false;
  #open: OpenedBlock | undefined;
  #text = '';
  #signature: string | undefined;
  #stop: { reason: StopReason; stopSequence?: string } | undefined;
  #usage: TokenUsage | undefined;

  add(event: AnswerEvent): void {
    if (this.#hasEnded) throw new Error(`${event.type} after the end`);
    if (this.#hasStarted === (event.type === 'start'))
      throw new Error(`${event.type} out of order`);
    switch (event.type) {
      case 'start':
        this.#hasStarted = true;
        this.#model = event.model;
        break;
      case 'block_start':
        demand(!this.#open && !this.#stop, 'a block begins out of order');
        this.#open = event.block;
        break;
      case 'delta':
        demand(this.#open !== undefined && event.text !== '', 'a delta out of order, or empty');
        this.#text += event.text;
        break;
      case 'signature':
        demand(this.#open?.kind === 'reasoning', 'a signature of no reasoning');
        this.#signature = event.signature;
        break;
      case 'block_stop':
        this.#close();
        break;
      case 'stop':
        demand(!this.#open, 'a block is open at the stop');
        this.#stop = event;
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'end':
        this.#hasEnded = true;
        break;
      case 'fault':
        throw new Error(`fault: ${event.fault.message}`);
    }
  }

  answer(): ModelAnswer {
    if (!this.#hasEnded || !this.#stop) throw new Error('the answer is not whole');
    const { reason, stopSequence } = this.#stop;
    return {
      content: this.#content,
      stop: reason,
      ...(stopSequence !== undefined && { stopSequence }),
      ...(this.#model !== undefined && { model: this.#model }),
      ...(this.#usage && { usage: this.#usage }),
    };
  }

  #close(): void {
    if (!this.#open) throw new Error('no block to close');
    this.#content.push(this.#closed(this.#open));
    this.#open = undefined;
    this.#text = '';
    this.#signature = undefined;
  }

  #closed(block: OpenedBlock): AnswerBlock {
    switch (block.kind) {
      case 'redacted_reasoning':
        return block;
      case 'tool_call':
        return { ...block, input: new RawJson(this.#text || '{}') };
      case 'reasoning':
        return {
          kind: block.kind,
          text: this.#text,
          ...(this.#signature !== undefined && { signature: this.#signature }),
        };
      default:
        return { kind: block.kind, text: this.#text };
    }
  }
}
