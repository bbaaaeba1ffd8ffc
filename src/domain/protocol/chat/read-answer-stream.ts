import type { AnswerEvent, AnswerFault, TokenUsage } from '../answer.ts';
import type { JsonNode } from '../json-tree.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamReader } from '../translator.ts';
import { contentText, itemsOf, objectOf, reasoningText, textOf } from './answer-node.ts';
import { BlockSequence } from './block-sequence.ts';
import { readChatUsage } from './chat-usage.ts';
import { readFinishReason } from './finish-reason.ts';
import { parseChunk, readStreamFault } from './stream-fault.ts';
import { ToolCallKeys } from './tool-call-keys.ts';

/** Reads a stream of OpenAI's `POST /v1/chat/completions`, or of a server that speaks like it. */
export class ChatAnswerStreamReader implements AnswerStreamReader {
  readonly #blocks = new BlockSequence();
  readonly #calls = new ToolCallKeys();
  #hasStarted = false;
  #hasStopped = false;
  #isOver = false;
  /** Counts reasoning blocks, of which several may follow each other. */
  #thoughts = 0;
  #usage: TokenUsage | undefined;

  push(frame: StreamFrame): readonly AnswerEvent[] {
    const data = frame.data.trim();
    if (this.#isOver || data === '') return [];
    if (data === '[DONE]') return this.#end();
    const parsed = parseChunk(data);
    if (!('chunk' in parsed)) return this.#fail(parsed);
    const fault = readStreamFault(parsed.chunk);
    return fault ? this.#fail(fault) : this.#chunk(parsed.chunk);
  }

  #chunk(chunk: JsonNode): AnswerEvent[] {
    const usage = readChatUsage(chunk);
    const [choice] = itemsOf(chunk, 'choices');
    const events = choice ? this.#choice(choice, chunk) : [];
    if (!usage) return events;
    this.#usage = usage;
    // Before the end it is only a count so far; `stop` sends the last one.
    return this.#hasStopped ? [...events, { type: 'usage', usage }] : events;
  }

  #choice(choice: JsonNode, chunk: JsonNode): AnswerEvent[] {
    const events = this.#start(chunk);
    if (this.#hasStopped) return events;
    const delta = objectOf(choice, 'delta');
    if (delta) events.push(...this.#delta(delta, textOf(chunk, 'id') ?? ''));
    const finish = textOf(choice, 'finish_reason');
    if (finish !== undefined) events.push(...this.#stop(finish));
    return events;
  }

  #start(chunk?: JsonNode): AnswerEvent[] {
    if (this.#hasStarted) return [];
    this.#hasStarted = true;
    const model = textOf(chunk, 'model');
    return [{ type: 'start', ...(model !== undefined && { model }) }];
  }

  #delta(delta: JsonNode, answerId: string): AnswerEvent[] {
    return [
      ...this.#reasoning(delta),
      ...this.#text('text', contentText(delta)),
      ...this.#text('refusal', textOf(delta, 'refusal') ?? ''),
      ...this.#toolCalls(delta, answerId),
    ];
  }

  #text(kind: 'text' | 'refusal', text: string): AnswerEvent[] {
    return text === '' ? [] : this.#blocks.add(kind, { kind }, text);
  }

  /**
   * Text comes in pieces; its block, with the signature, may come behind. Beside a piece of text a block is that piece
   * once more, and only its signature is news.
   */
  #reasoning(delta: JsonNode): AnswerEvent[] {
    const text = reasoningText(delta) ?? '';
    const blocks = itemsOf(delta, 'thinking_blocks');
    const events = text === '' ? [] : this.#think(text);
    for (const block of blocks) events.push(...this.#thinkingBlock(block, text !== ''));
    return events;
  }

  #think(text: string): AnswerEvent[] {
    return this.#blocks.add(this.#thoughtKey(), { kind: 'reasoning' }, text);
  }

  #thoughtKey(): string {
    return `reasoning ${this.#thoughts}`;
  }

  #thinkingBlock(block: JsonNode, isEcho: boolean): AnswerEvent[] {
    const data = textOf(block, 'data');
    if (data !== undefined) return this.#redacted(data);
    const signature = textOf(block, 'signature');
    if (isEcho && signature === undefined) return [];
    const key = this.#thoughtKey();
    const text = textOf(block, 'thinking') ?? '';
    const events = this.#blocks.has(key) ? [] : this.#think(text);
    this.#thoughts += 1;
    return [...events, ...this.#blocks.sign(key, signature)];
  }

  #redacted(data: string): AnswerEvent[] {
    this.#thoughts += 1;
    const key = `redacted ${this.#thoughts}`;
    return this.#blocks.add(key, { kind: 'redacted_reasoning', data }, '');
  }

  #toolCalls(delta: JsonNode, answerId: string): AnswerEvent[] {
    const pieces = itemsOf(delta, 'tool_calls').map((call) => this.#calls.read(call, answerId));
    const legacy = objectOf(delta, 'function_call');
    if (legacy) pieces.push(this.#calls.readLegacy(legacy, answerId));
    return pieces.flatMap(({ key, id, name, text }) =>
      this.#blocks.add(key, { kind: 'tool_call', id, name }, text),
    );
  }

  #stop(finish: string | undefined): AnswerEvent[] {
    this.#hasStopped = true;
    const events = this.#blocks.close();
    const reason = readFinishReason(finish, this.#blocks.kinds);
    events.push({ type: 'stop', reason });
    return this.#usage ? [...events, { type: 'usage', usage: this.#usage }] : events;
  }

  #end(): AnswerEvent[] {
    this.#isOver = true;
    const before = [...this.#start(), ...(this.#hasStopped ? [] : this.#stop(undefined))];
    return [...before, { type: 'end' }];
  }

  #fail(fault: AnswerFault): AnswerEvent[] {
    this.#isOver = true;
    return [{ type: 'fault', fault }];
  }
}
