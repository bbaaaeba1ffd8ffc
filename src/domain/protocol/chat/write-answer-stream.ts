import type { AnswerEvent, AnswerFault, AnswerFrame, OpenedBlock, TokenUsage } from '../answer.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamWriter } from '../translator.ts';
import { writeChatUsage } from './chat-usage.ts';
import { writeFinishReason } from './finish-reason.ts';
import { chatId, thinkingBlock } from './write-answer.ts';

type Delta = { readonly [name: string]: Emittable };

/** Writes a stream as OpenAI's `POST /v1/chat/completions` gives it. */
export class ChatAnswerStreamWriter implements AnswerStreamWriter {
  readonly #frame: AnswerFrame;
  #hasStarted = false;
  #hasFinished = false;
  #open: OpenedBlock | undefined;
  /** All deltas of the open block. */
  #text = '';
  #signature: string | undefined;
  #toolCount = 0;
  #usage: TokenUsage | undefined;

  constructor(frame: AnswerFrame) {
    this.#frame = frame;
  }

  push(event: AnswerEvent): readonly StreamFrame[] {
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block_start':
        return [...this.#start(), ...this.#close(), ...this.#openBlock(event.block)];
      case 'delta':
        return this.#delta(event.text);
      case 'signature':
        this.#signature = event.signature;
        return [];
      case 'block_stop':
        return this.#close();
      case 'stop':
        return this.#finish(writeFinishReason(event.reason, this.#frame.legacyFunctions ?? false));
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
    return [...this.#finish('stop'), ...this.#usageChunk(), { event: '', data: '[DONE]' }];
  }

  fail(fault: AnswerFault): readonly StreamFrame[] {
    const { type, code } = errorWords[fault.kind];
    const error = { message: fault.message, type, param: null, code: fault.code ?? code };
    return [{ event: '', data: emitJson({ error }) }];
  }

  /** Clients take the role from the first chunk. */
  #start(): StreamFrame[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    return [this.#chunk({ role: 'assistant', content: '', refusal: null }, null)];
  }

  #openBlock(block: OpenedBlock): StreamFrame[] {
    this.#open = block;
    this.#text = '';
    this.#signature = undefined;
    if (block.kind !== 'tool_call') return [];
    const name = this.#frame.toolNames.get(block.name) ?? block.name;
    const called = { name, arguments: '' };
    this.#toolCount += 1;
    return this.#callDelta({ id: block.id, type: 'function', function: called }, called);
  }

  #delta(text: string): StreamFrame[] {
    if (text === '' || !this.#open) return [];
    this.#text += text;
    switch (this.#open.kind) {
      case 'text':
        return [this.#chunk({ content: text }, null)];
      case 'refusal':
        return [this.#chunk({ refusal: text }, null)];
      case 'reasoning':
        return [this.#chunk({ reasoning_content: text }, null)];
      case 'tool_call':
        return this.#callDelta({ function: { arguments: text } }, { arguments: text });
      case 'redacted_reasoning':
        return [];
    }
  }

  /** Calls are counted from 0 on, whatever blocks stand between them. Only the first fits into a `function_call`. */
  #callDelta(call: Delta, legacyCall: Delta): StreamFrame[] {
    const index = this.#toolCount - 1;
    if (!this.#frame.legacyFunctions) {
      return [this.#chunk({ tool_calls: [{ index, ...call }] }, null)];
    }
    return index === 0 ? [this.#chunk({ function_call: legacyCall }, null)] : [];
  }

  #close(): StreamFrame[] {
    const block = this.#open;
    const frames = block ? this.#closing(block) : [];
    this.#open = undefined;
    return frames;
  }

  #closing(block: OpenedBlock): StreamFrame[] {
    switch (block.kind) {
      case 'tool_call':
        // No input at all is no JSON, which clients would fail to parse.
        return this.#text === '' ? this.#delta('{}') : [];
      case 'reasoning':
        return [this.#thought({ kind: block.kind, text: this.#text, ...this.#signed() })];
      case 'redacted_reasoning':
        return [this.#thought(block)];
      default:
        return [];
    }
  }

  /** Goes out whole, when it is: clients add up lists, and a signature is only good for the whole text. */
  #thought(block: Parameters<typeof thinkingBlock>[0]): StreamFrame {
    return this.#chunk({ thinking_blocks: [thinkingBlock(block)] }, null);
  }

  #signed(): { readonly signature?: string } {
    return this.#signature === undefined ? {} : { signature: this.#signature };
  }

  #finish(reason: string): StreamFrame[] {
    if (this.#hasFinished) return [];
    const before = [...this.#start(), ...this.#close()];
    this.#hasFinished = true;
    return [...before, this.#chunk({}, reason)];
  }

  /** `choices` is empty, not missing: clients look into it. */
  #usageChunk(): StreamFrame[] {
    if (!this.#frame.includeUsage || !this.#usage) return [];
    return [this.#envelope([], writeChatUsage(this.#usage))];
  }

  #chunk(delta: Emittable, finishReason: string | null): StreamFrame {
    const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
    return this.#envelope([choice], this.#frame.includeUsage ? null : undefined);
  }

  #envelope(choices: readonly Emittable[], usage: Emittable | undefined): StreamFrame {
    const frame = this.#frame;
    const data = emitJson({
      id: chatId(frame),
      object: 'chat.completion.chunk',
      created: frame.createdAt,
      model: frame.model,
      choices,
      usage,
    });
    return { event: '', data };
  }
}

const errorWords: Readonly<
  Record<AnswerFault['kind'], { readonly type: string; readonly code: string | null }>
> = {
  overloaded: { type: 'server_error', code: 'overloaded' },
  rate_limited: { type: 'rate_limit_error', code: 'rate_limited' },
  timeout: { type: 'server_error', code: 'timeout' },
  invalid_request: { type: 'invalid_request_error', code: null },
  server_error: { type: 'server_error', code: null },
};
