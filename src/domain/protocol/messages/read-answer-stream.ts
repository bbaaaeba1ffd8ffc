import type { AnswerBlock, AnswerEvent, OpenedBlock } from '../answer.ts';
import { type JsonObject, parseJsonTree } from '../json-tree.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamReader } from '../translator.ts';
import { countIn, itemsIn, objectIn, textIn } from './answer-members.ts';
import { readFaultType } from './fault-type.ts';
import { readAnswerBlock, readRefusal } from './read-answer-block.ts';
import { readStopReason } from './stop-reason.ts';
import { UsageCount } from './usage.ts';

interface OpenBlock {
  readonly index: number | undefined;
  /** Undefined for a block that is passed over. */
  readonly kind: OpenedBlock['kind'] | undefined;
  /** The input that a tool call began with, until its own text arrives. */
  readonly input: string;
  hasDelta: boolean;
}

/** What each kind of delta adds to, and the member that holds it. */
const deltas: ReadonlyMap<string | undefined, readonly [OpenedBlock['kind'], string]> = new Map([
  ['text_delta', ['text', 'text']],
  ['thinking_delta', ['reasoning', 'thinking']],
  ['input_json_delta', ['tool_call', 'partial_json']],
]);

/** Reads the events of a streamed message (Anthropic's Messages API). */
export class MessagesAnswerStreamReader implements AnswerStreamReader {
  readonly #count = new UsageCount();
  #messageId: string | undefined;
  #hasStarted = false;
  /** Answers that were ready at once have their stop reason in the first event. */
  #firstReason: string | undefined;
  #hasStopped = false;
  #isOver = false;
  #open: OpenBlock | undefined;

  push(frame: StreamFrame): readonly AnswerEvent[] {
    if (this.#isOver || frame.data === '') return [];
    const event = parsed(frame.data);
    if (event === undefined) return this.#fail('The stream is not readable.');
    const events = this.#read(event);
    if (this.#hasStarted || events.length === 0 || events[0]?.type === 'fault') return events;
    this.#hasStarted = true;
    return [{ type: 'start' }, ...events];
  }

  #read(event: JsonObject): readonly AnswerEvent[] {
    switch (textIn(event, 'type')) {
      case 'message_start':
        return this.#startMessage(objectIn(event, 'message'));
      case 'content_block_start':
        return this.#startBlock(event);
      case 'content_block_delta':
        return this.#delta(event);
      case 'content_block_stop':
        return this.#open?.index === countIn(event, 'index') ? this.#closeBlock() : [];
      case 'message_delta':
        return this.#settle(event);
      case 'message_stop':
        return this.#end();
      case 'error':
        return this.#fault(objectIn(event, 'error'));
      default:
        return [];
    }
  }

  #startMessage(message: JsonObject | undefined): readonly AnswerEvent[] {
    const id = textIn(message, 'id');
    if (this.#hasStarted) {
      // Some proxies send the first event twice. Another message in the middle of this one cannot be made whole.
      return id === this.#messageId ? [] : this.#fail('Another answer began inside of this one.');
    }
    this.#hasStarted = true;
    this.#messageId = id;
    this.#firstReason = textIn(message, 'stop_reason');
    this.#count.take(objectIn(message, 'usage'));
    const model = textIn(message, 'model');
    const blocks = itemsIn(message, 'content').flatMap((node) => readAnswerBlock(node) ?? []);
    return [
      { type: 'start', ...(model !== undefined && { model }) },
      ...this.#usage(),
      ...blocks.flatMap(wholeBlock),
    ];
  }

  #startBlock(event: JsonObject): readonly AnswerEvent[] {
    const closed = this.#closeBlock();
    const node = objectIn(event, 'content_block');
    const block = node && readAnswerBlock(node);
    this.#open = {
      index: countIn(event, 'index'),
      kind: block?.kind,
      input: block?.kind === 'tool_call' ? block.input.text : '',
      hasDelta: false,
    };
    if (block === undefined) return closed;
    const began = beginning(block);
    this.#open.hasDelta = began.some((step) => step.type === 'delta');
    return [...closed, ...began];
  }

  #delta(event: JsonObject): readonly AnswerEvent[] {
    const open = this.#open;
    if (open?.kind === undefined || open.index !== countIn(event, 'index')) return [];
    const delta = objectIn(event, 'delta');
    const type = textIn(delta, 'type');
    if (type === 'signature_delta') return signature(open, textIn(delta, 'signature'));
    const [kind, member] = deltas.get(type) ?? [];
    const text = member === undefined ? undefined : textIn(delta, member);
    if (!text || kind !== open.kind) return [];
    open.hasDelta = true;
    return [{ type: 'delta', text }];
  }

  #closeBlock(): AnswerEvent[] {
    const open = this.#open;
    this.#open = undefined;
    if (open?.kind === undefined) return [];
    if (open.kind !== 'tool_call' || open.hasDelta) return [{ type: 'block_stop' }];
    return [{ type: 'delta', text: open.input }, { type: 'block_stop' }];
  }

  #settle(event: JsonObject): readonly AnswerEvent[] {
    this.#count.take(objectIn(event, 'usage'));
    const delta = objectIn(event, 'delta');
    const refusal = readRefusal(delta);
    const reason = textIn(delta, 'stop_reason');
    const stopSequence = textIn(delta, 'stop_sequence');
    if (reason !== undefined) this.#hasStopped = true;
    const stop: AnswerEvent = {
      type: 'stop',
      reason: readStopReason(reason),
      ...(stopSequence !== undefined && { stopSequence }),
    };
    return [
      ...this.#closeBlock(),
      ...(refusal === undefined ? [] : wholeBlock({ kind: 'refusal', text: refusal })),
      ...(reason === undefined ? [] : [stop]),
      ...this.#usage(),
    ];
  }

  #end(): readonly AnswerEvent[] {
    this.#isOver = true;
    const reason = readStopReason(this.#firstReason);
    const stop: AnswerEvent[] = this.#hasStopped ? [] : [{ type: 'stop', reason }];
    return [...this.#closeBlock(), ...stop, { type: 'end' }];
  }

  #usage(): AnswerEvent[] {
    const usage = this.#count.usage;
    return usage === undefined ? [] : [{ type: 'usage', usage }];
  }

  #fault(error: JsonObject | undefined): readonly AnswerEvent[] {
    this.#isOver = true;
    const kind = readFaultType(textIn(error, 'type'));
    const message = textIn(error, 'message') ?? 'The provider broke off its answer.';
    return [{ type: 'fault', fault: { kind, message } }];
  }

  #fail(message: string): readonly AnswerEvent[] {
    this.#isOver = true;
    return [{ type: 'fault', fault: { kind: 'server_error', message } }];
  }
}

function parsed(data: string): JsonObject | undefined {
  try {
    const node = parseJsonTree(data);
    return node.kind === 'object' ? node : undefined;
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

/** Begins a block, with what its first event already has. A tool call's input is held back: it may be a mere `{}`. */
function beginning(block: AnswerBlock): AnswerEvent[] {
  const events: AnswerEvent[] = [{ type: 'block_start', block: opened(block) }];
  if ('text' in block && block.text !== '') events.push({ type: 'delta', text: block.text });
  if (block.kind === 'reasoning' && block.signature !== undefined) {
    events.push({ type: 'signature', signature: block.signature });
  }
  return events;
}

function wholeBlock(block: AnswerBlock): AnswerEvent[] {
  const input: AnswerEvent[] =
    block.kind === 'tool_call' ? [{ type: 'delta', text: block.input.text }] : [];
  return [...beginning(block), ...input, { type: 'block_stop' }];
}

function opened(block: AnswerBlock): OpenedBlock {
  switch (block.kind) {
    case 'tool_call':
      return { kind: block.kind, id: block.id, name: block.name };
    case 'redacted_reasoning':
      return block;
    default:
      return { kind: block.kind };
  }
}

function signature(open: OpenBlock, text: string | undefined): AnswerEvent[] {
  return text && open.kind === 'reasoning' ? [{ type: 'signature', signature: text }] : [];
}
