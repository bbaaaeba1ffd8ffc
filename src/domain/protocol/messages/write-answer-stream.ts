import type {
  AnswerEvent,
  AnswerFault,
  AnswerFrame,
  OpenedBlock,
  StopReason,
  TokenUsage,
} from '../answer.ts';
import { type Emittable, emitJson, RawJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamWriter } from '../translator.ts';
import { writeFaultType } from './fault-type.ts';
import { writeStopReason } from './stop-reason.ts';
import { writeMessageUsage, writeUsage } from './usage.ts';
import { writeAnswerBlock, writeStopDetails } from './write-answer-block.ts';

/** Writes the events of a streamed message (Anthropic's Messages API). */
export class MessagesAnswerStreamWriter implements AnswerStreamWriter {
  readonly #frame: AnswerFrame;
  #hasStarted = false;
  /** Of the block that is open or comes next. */
  #index = 0;
  #open: OpenedBlock['kind'] | undefined;
  #reason: StopReason = 'unknown';
  #stopSequence: string | undefined;
  #usage: TokenUsage | undefined;
  #refusal: string | undefined;

  constructor(frame: AnswerFrame) {
    this.#frame = frame;
  }

  push(event: AnswerEvent): readonly StreamFrame[] {
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block_start':
        return [...this.#start(), ...this.#closeBlock(), this.#openBlock(event.block)];
      case 'delta':
        return this.#delta(event.text);
      case 'signature':
        return this.#open === 'reasoning'
          ? [this.#deltaFrame({ type: 'signature_delta', signature: event.signature })]
          : [];
      case 'block_stop':
        return this.#closeBlock();
      case 'stop':
        this.#reason = event.reason;
        this.#stopSequence = event.stopSequence;
        return [];
      case 'usage':
        this.#usage = event.usage;
        return [];
      case 'end':
      case 'fault':
        return [];
    }
  }

  end(): readonly StreamFrame[] {
    const reason = writeStopReason(this.#reason, this.#refusal !== undefined);
    const delta = {
      stop_reason: reason,
      stop_sequence: this.#stopSequence ?? null,
      stop_details: writeStopDetails(reason === 'refusal', this.#refusal),
      container: null,
    };
    return [
      ...this.#start(),
      ...this.#closeBlock(),
      sse('message_delta', { delta, usage: writeUsage(this.#usage) }),
      sse('message_stop', {}),
    ];
  }

  fail(fault: AnswerFault): readonly StreamFrame[] {
    const error = { type: writeFaultType(fault.kind), message: fault.message };
    return [sse('error', { error })];
  }

  #start(): StreamFrame[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    const message = {
      id: `msg_${this.#frame.id}`,
      type: 'message',
      role: 'assistant',
      model: this.#frame.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: writeMessageUsage(this.#usage),
    };
    return [sse('message_start', { message })];
  }

  #openBlock(block: OpenedBlock): StreamFrame {
    this.#open = block.kind;
    const empty = { text: '', input: new RawJson('{}') };
    const content_block = writeAnswerBlock({ ...empty, ...block }, this.#frame.toolNames);
    return sse('content_block_start', { index: this.#index, content_block });
  }

  #delta(text: string): StreamFrame[] {
    switch (this.#open) {
      case 'refusal':
        this.#refusal = (this.#refusal ?? '') + text;
        return [this.#deltaFrame({ type: 'text_delta', text })];
      case 'text':
        return [this.#deltaFrame({ type: 'text_delta', text })];
      case 'reasoning':
        return [this.#deltaFrame({ type: 'thinking_delta', thinking: text })];
      case 'tool_call':
        return [this.#deltaFrame({ type: 'input_json_delta', partial_json: text })];
      default:
        return [];
    }
  }

  #deltaFrame(delta: Emittable): StreamFrame {
    return sse('content_block_delta', { index: this.#index, delta });
  }

  #closeBlock(): StreamFrame[] {
    if (this.#open === undefined) return [];
    const frame = sse('content_block_stop', { index: this.#index });
    this.#open = undefined;
    this.#index += 1;
    return [frame];
  }
}

/** Clients go by the event's name and by its `type` alike. */
function sse(event: string, members: Readonly<Record<string, Emittable>>): StreamFrame {
  return { event, data: emitJson({ type: event, ...members }) };
}
