import type {
  AnswerEvent,
  AnswerFault,
  AnswerFrame,
  OpenedBlock,
  StopReason,
  TokenUsage,
} from '../answer.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamWriter } from '../translator.ts';
import { describeItem, type ItemStatus, incompleteReason, itemId } from './output-item.ts';
import { describeResponse, type Progress, statusOf } from './response-object.ts';
import { streamError } from './stream-error.ts';
import {
  type ItemEvent,
  StreamedCall,
  type StreamedItem,
  StreamedMessage,
  StreamedReasoning,
} from './streamed-item.ts';
import { needsMessage } from './write-answer.ts';

/** A block that has begun, but of which nothing has come: a message without words is not shown. */
type Awaited = 'text' | 'refusal' | 'reasoning';

/** Writes a stream as OpenAI's `POST /v1/responses` gives it. */
export class ResponsesAnswerStreamWriter implements AnswerStreamWriter {
  readonly #frame: AnswerFrame;
  #sequence = 0;
  #hasStarted = false;
  #awaited: Awaited | undefined;
  /** Stays open until it is known whether the answer goes on or was cut. */
  #open: StreamedItem | undefined;
  readonly #kinds: { readonly kind: StreamedItem['item']['kind'] }[] = [];
  readonly #output: Emittable[] = [];
  #stop: StopReason | undefined;
  #usage: TokenUsage | undefined;

  constructor(frame: AnswerFrame) {
    this.#frame = frame;
  }

  push(event: AnswerEvent): readonly StreamFrame[] {
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block_start':
        return [...this.#start(), ...this.#openBlock(event.block)];
      case 'delta':
        return event.text === '' ? [] : this.#delta(event.text);
      case 'signature':
        return this.#sign(event.signature);
      case 'block_stop':
        return this.#closeBlock();
      case 'stop':
        return this.#finish(event.reason);
      case 'usage':
        this.#usage = event.usage;
        return [];
      case 'end':
        return this.end();
      case 'fault':
        return this.fail(event.fault);
    }
  }

  end(): readonly StreamFrame[] {
    const before = this.#finish('end');
    const stop = this.#stop ?? 'end';
    if (needsMessage(this.#kinds, stop)) before.push(...this.#emptyMessage());
    const progress = { stop, output: this.#output, usage: this.#usage };
    return [...before, this.#response(`response.${statusOf(progress)}`, progress)];
  }

  /** Codex hears `response.failed` alone; other clients throw at an `error`, and take the rest for an end. */
  fail({ kind, message, code }: AnswerFault): readonly StreamFrame[] {
    const before = this.#start();
    const text = code === undefined ? message : `${message} (${code})`;
    const error = { code: errorCodes[kind], message: text };
    const progress = { error, output: this.#output, usage: this.#usage };
    const told = this.#event({ type: 'error', ...streamError(code ?? error.code, message) });
    return [...before, told, this.#response('response.failed', progress)];
  }

  #start(): StreamFrame[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    const progress = { output: [] };
    return [
      this.#response('response.created', progress),
      this.#response('response.in_progress', progress),
    ];
  }

  #openBlock(block: OpenedBlock): StreamFrame[] {
    this.#awaited = undefined;
    switch (block.kind) {
      case 'tool_call':
        return this.#openItem('call', (id) => new StreamedCall(id, block, this.#frame));
      case 'redacted_reasoning':
        return this.#openItem('reasoning', (id) => new StreamedReasoning(id, block));
      default:
        this.#awaited = block.kind;
        return [];
    }
  }

  #openAwaited(): StreamFrame[] {
    const kind = this.#awaited;
    this.#awaited = undefined;
    if (kind === undefined) return [];
    if (kind === 'reasoning') {
      return this.#openItem('reasoning', (id) => new StreamedReasoning(id, { kind, text: '' }));
    }
    const frames =
      this.#open instanceof StreamedMessage
        ? []
        : this.#openItem('message', (id) => new StreamedMessage(id));
    const message = this.#open;
    if (message instanceof StreamedMessage) frames.push(...this.#tell(message.openPart(kind)));
    return frames;
  }

  #delta(text: string): StreamFrame[] {
    const opened = this.#openAwaited();
    return [...opened, ...this.#tell(this.#open?.delta(text) ?? [])];
  }

  #sign(signature: string): StreamFrame[] {
    const opened = this.#openAwaited();
    if (this.#open instanceof StreamedReasoning) this.#open.sign(signature);
    return opened;
  }

  #closeBlock(): StreamFrame[] {
    this.#awaited = undefined;
    return this.#open instanceof StreamedMessage ? this.#tell(this.#open.close()) : [];
  }

  #openItem(
    kind: StreamedItem['item']['kind'],
    create: (id: string) => StreamedItem,
  ): StreamFrame[] {
    const before = this.#closeItem('completed');
    const open = create(itemId(kind, this.#output.length, this.#frame));
    this.#open = open;
    this.#kinds.push({ kind });
    const item = describeItem(open.item, 'in_progress', this.#frame);
    const output_index = this.#output.length;
    return [...before, this.#event({ type: 'response.output_item.added', output_index, item })];
  }

  #closeItem(status: ItemStatus): StreamFrame[] {
    if (this.#open === undefined) return [];
    const frames = this.#tell(this.#open.close());
    const item = describeItem(this.#open.item, status, this.#frame);
    const output_index = this.#output.length;
    frames.push(this.#event({ type: 'response.output_item.done', output_index, item }));
    this.#output.push(item);
    this.#open = undefined;
    return frames;
  }

  #finish(reason: StopReason): StreamFrame[] {
    if (this.#stop !== undefined) return [];
    this.#stop = reason;
    const isCut = incompleteReason(reason) !== undefined;
    return [...this.#start(), ...this.#closeItem(isCut ? 'incomplete' : 'completed')];
  }

  #emptyMessage(): StreamFrame[] {
    this.#awaited = 'text';
    return [...this.#openAwaited(), ...this.#closeItem('completed')];
  }

  /** What there is to say of the open item. */
  #tell(events: readonly ItemEvent[]): StreamFrame[] {
    const place = { output_index: this.#output.length, item_id: this.#open?.item.id };
    return events.map((event) => this.#event({ ...event, ...place }));
  }

  #response(type: string, progress: Progress): StreamFrame {
    return this.#event({ type, response: describeResponse(this.#frame, progress) });
  }

  /** Clients go by the event's name and by its `type` alike, and by the numbers for the order. */
  #event(event: {
    readonly type: string;
    readonly [name: string]: Emittable | undefined;
  }): StreamFrame {
    const { type, ...members } = event;
    const sequence_number = this.#sequence;
    this.#sequence += 1;
    return { event: type, data: emitJson({ type, sequence_number, ...members }) };
  }
}

const errorCodes: Readonly<Record<AnswerFault['kind'], string>> = {
  overloaded: 'server_error',
  rate_limited: 'rate_limit_exceeded',
  timeout: 'server_error',
  invalid_request: 'invalid_prompt',
  server_error: 'server_error',
};
