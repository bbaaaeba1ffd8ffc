import type { AnswerEvent, AnswerFault, AnswerFrame, OpenedBlock, TokenUsage } from '../answer.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamWriter } from '../translator.ts';
import { writeFault } from './fault.ts';
import { writeStopReason } from './stop-reason.ts';
import { toBase64 } from './to-base64.ts';
import { writeUsage } from './token-usage.ts';
import { writeStopSequence } from './write-answer.ts';

/** Writes an answer as ConverseStream gives it: only tool calls are announced, and the usage comes last. */
export class ConverseAnswerStreamWriter implements AnswerStreamWriter {
  readonly #frame: AnswerFrame;
  #index = 0;
  #open: OpenedBlock['kind'] | undefined;
  #hasInput = false;
  #isStarted = false;
  #isStopped = false;
  #usage: TokenUsage = { input: 0, output: 0 };

  constructor(frame: AnswerFrame) {
    this.#frame = frame;
  }

  push(event: AnswerEvent): readonly StreamFrame[] {
    switch (event.type) {
      case 'start':
        return this.#start();
      case 'block_start':
        return [...this.#start(), ...this.#close(), ...this.#begin(event.block)];
      case 'delta':
        return this.#delta(event.text);
      case 'signature':
        return [this.#piece({ reasoningContent: { signature: event.signature } })];
      case 'block_stop':
        return this.#close();
      case 'stop':
        return [...this.#start(), ...this.#stop(event)];
      case 'usage':
        this.#usage = event.usage;
        return [];
      case 'end':
      case 'fault':
        return [];
    }
  }

  end(): readonly StreamFrame[] {
    return [
      ...this.#start(),
      ...(this.#isStopped ? [] : this.#stop({ reason: 'unknown' })),
      frame('metadata', {
        usage: writeUsage(this.#usage),
        metrics: { latencyMs: this.#frame.latencyMs?.() ?? 0 },
      }),
    ];
  }

  fail(fault: AnswerFault): readonly StreamFrame[] {
    return [writeFault(fault)];
  }

  #start(): StreamFrame[] {
    if (this.#isStarted) return [];
    this.#isStarted = true;
    return [frame('messageStart', { role: 'assistant' })];
  }

  #begin(block: OpenedBlock): StreamFrame[] {
    this.#open = block.kind;
    this.#hasInput = false;
    if (block.kind === 'redacted_reasoning')
      return [this.#piece({ reasoningContent: { redactedContent: toBase64(block.data) } })];
    if (block.kind !== 'tool_call') return [];
    const name = this.#frame.toolNames.get(block.name) ?? block.name;
    const start = { toolUse: { toolUseId: block.id, name } };
    return [frame('contentBlockStart', { contentBlockIndex: this.#index, start })];
  }

  #delta(text: string): StreamFrame[] {
    this.#hasInput = true;
    if (this.#open === 'tool_call') return [this.#piece({ toolUse: { input: text } })];
    if (this.#open === 'reasoning') return [this.#piece({ reasoningContent: { text } })];
    return [this.#piece({ text })];
  }

  // Clients parse what they were given of an input, and nothing is not JSON.
  #close(): StreamFrame[] {
    if (this.#open === undefined) return [];
    const isBare = this.#open === 'tool_call' && !this.#hasInput;
    const input = isBare ? [this.#piece({ toolUse: { input: '{}' } })] : [];
    const stop = frame('contentBlockStop', { contentBlockIndex: this.#index });
    this.#open = undefined;
    this.#index += 1;
    return [...input, stop];
  }

  #stop({ reason, stopSequence }: Omit<AnswerEvent & { type: 'stop' }, 'type'>): StreamFrame[] {
    this.#isStopped = true;
    const additionalModelResponseFields = writeStopSequence(stopSequence);
    const stopReason = writeStopReason(reason);
    return [...this.#close(), frame('messageStop', { stopReason, additionalModelResponseFields })];
  }

  #piece(delta: Emittable): StreamFrame {
    return frame('contentBlockDelta', { contentBlockIndex: this.#index, delta });
  }
}

function frame(event: string, data: Emittable): StreamFrame {
  return { event, data: emitJson(data) };
}
