import type { AnswerFrame } from '../answer.ts';
import type { Emittable } from '../json-text.ts';
import {
  clientName,
  describePart,
  type MessagePart,
  type OutputItem,
  summaryPart,
  type Thought,
} from './output-item.ts';

/** An event about an item, before it is known which one and at what place in the stream. */
export type ItemEvent = { readonly type: string } & { readonly [name: string]: Emittable };

/** An item that comes piece by piece. */
export interface StreamedItem {
  /** As far as it has come. */
  readonly item: OutputItem;
  delta(text: string): ItemEvent[];
  /** What is to be said between its last piece and its end. */
  close(): ItemEvent[];
}

/** Words to the user, in one part or more. */
export class StreamedMessage implements StreamedItem {
  readonly #id: string;
  readonly #parts: MessagePart[] = [];
  #isPartOpen = false;

  constructor(id: string) {
    this.#id = id;
  }

  get item(): OutputItem {
    return { kind: 'message', id: this.#id, parts: this.#parts };
  }

  openPart(kind: MessagePart['kind']): ItemEvent[] {
    const before = this.close();
    const part = { kind, text: '' };
    this.#parts.push(part);
    this.#isPartOpen = true;
    return [...before, this.#event('response.content_part.added', { part: describePart(part) })];
  }

  delta(delta: string): ItemEvent[] {
    const part = this.#parts.pop();
    if (part === undefined) return [];
    this.#parts.push({ ...part, text: part.text + delta });
    if (part.kind === 'refusal') return [this.#event('response.refusal.delta', { delta })];
    return [this.#event('response.output_text.delta', { delta, logprobs: [] })];
  }

  /** Ends the part that is open; another one may follow. */
  close(): ItemEvent[] {
    const part = this.#parts.at(-1);
    if (part === undefined || !this.#isPartOpen) return [];
    this.#isPartOpen = false;
    const done =
      part.kind === 'refusal'
        ? this.#event('response.refusal.done', { refusal: part.text })
        : this.#event('response.output_text.done', { text: part.text, logprobs: [] });
    return [done, this.#event('response.content_part.done', { part: describePart(part) })];
  }

  #event(type: string, members: { readonly [name: string]: Emittable }): ItemEvent {
    return {
      type,
      content_index: this.#parts.length === 0 ? 0 : this.#parts.length - 1,
      ...members,
    };
  }
}

export class StreamedCall implements StreamedItem {
  readonly #id: string;
  readonly #call: { readonly id: string; readonly name: string };
  readonly #name: string;
  #input = '';

  constructor(
    id: string,
    call: { readonly id: string; readonly name: string },
    frame: AnswerFrame,
  ) {
    this.#id = id;
    this.#call = call;
    this.#name = clientName(call.name, frame).name;
  }

  get item(): OutputItem {
    const { id, name } = this.#call;
    return { kind: 'call', id: this.#id, call: { id, name, input: this.#input } };
  }

  delta(delta: string): ItemEvent[] {
    this.#input += delta;
    return [{ type: 'response.function_call_arguments.delta', delta }];
  }

  close(): ItemEvent[] {
    // No input at all is no JSON, which clients would fail to parse.
    const rest = this.#input === '' ? this.delta('{}') : [];
    const said = { arguments: this.#input, name: this.#name };
    return [...rest, { type: 'response.function_call_arguments.done', ...said }];
  }
}

/** What the model thought, of which clients are shown a summary. */
export class StreamedReasoning implements StreamedItem {
  readonly #id: string;
  #thought: Thought;

  constructor(id: string, thought: Thought) {
    this.#id = id;
    this.#thought = thought;
  }

  get item(): OutputItem {
    return { kind: 'reasoning', id: this.#id, thought: this.#thought };
  }

  sign(signature: string): void {
    if (this.#thought.kind === 'reasoning') this.#thought = { ...this.#thought, signature };
  }

  delta(delta: string): ItemEvent[] {
    if (this.#thought.kind !== 'reasoning') return [];
    const isFirst = this.#thought.text === '';
    this.#thought = { ...this.#thought, text: this.#thought.text + delta };
    const added = { type: 'response.reasoning_summary_part.added', part: summaryPart('') };
    return [
      ...(isFirst ? [{ ...added, summary_index: 0 }] : []),
      { type: 'response.reasoning_summary_text.delta', summary_index: 0, delta },
    ];
  }

  close(): ItemEvent[] {
    const text = this.#thought.kind === 'reasoning' ? this.#thought.text : '';
    if (text === '') return [];
    const part = summaryPart(text);
    return [
      { type: 'response.reasoning_summary_text.done', summary_index: 0, text },
      { type: 'response.reasoning_summary_part.done', summary_index: 0, part },
    ];
  }
}
