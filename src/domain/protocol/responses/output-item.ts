import type { AnswerBlock, AnswerFrame, StopReason } from '../answer.ts';
import type { Emittable } from '../json-text.ts';
import { GivenNames } from '../messages/given-names.ts';
import { splitName } from './qualified-name.ts';
import { sealReasoning } from './sealed-reasoning.ts';

/** One part of a message. */
export interface MessagePart {
  readonly kind: 'text' | 'refusal';
  readonly text: string;
}

/** One of the things that an answer consists of in the Responses API, of which a message may have several parts. */
export type OutputItem =
  | { readonly kind: 'message'; readonly id: string; readonly parts: readonly MessagePart[] }
  | { readonly kind: 'call'; readonly id: string; readonly call: Call }
  | { readonly kind: 'reasoning'; readonly id: string; readonly thought: Thought };

interface Call {
  /** As the provider has it. */
  readonly id: string;
  readonly name: string;
  /** JSON, or the beginning of one where the answer was cut. */
  readonly input: string;
}

export type Thought = Extract<AnswerBlock, { kind: 'reasoning' | 'redacted_reasoning' }>;
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** @param index the item's place in the output */
export function itemId(kind: OutputItem['kind'], index: number, frame: AnswerFrame): string {
  return `${prefixes[kind]}_${frame.id}_${index}`;
}

const prefixes = { message: 'msg', call: 'fc', reasoning: 'rs' } as const satisfies Record<
  OutputItem['kind'],
  string
>;

/** Whether an answer that stopped for that reason is all that there was to say, and what cut it if not. */
export function incompleteReason(
  stop: StopReason,
): 'max_output_tokens' | 'content_filter' | undefined {
  if (stop === 'length') return 'max_output_tokens';
  return stop === 'content_filter' ? 'content_filter' : undefined;
}

export function describeItem(item: OutputItem, status: ItemStatus, frame: AnswerFrame): Emittable {
  switch (item.kind) {
    case 'message': {
      const content = item.parts.map(describePart);
      return { id: item.id, type: 'message', status, role: 'assistant', content };
    }
    case 'call':
      return describeCall(item, status, frame);
    case 'reasoning':
      return describeThought(item.id, item.thought);
  }
}

export function describePart({ kind, text }: MessagePart): Emittable {
  if (kind === 'refusal') return { type: 'refusal', refusal: text };
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

export function summaryPart(text: string): Emittable {
  return { type: 'summary_text', text };
}

/** By what name the client knows a tool. */
export function clientName(name: string, frame: AnswerFrame): ReturnType<typeof splitName> {
  return splitName(frame.toolNames.get(name) ?? name);
}

function describeCall(
  { id, call }: Extract<OutputItem, { kind: 'call' }>,
  status: ItemStatus,
  frame: AnswerFrame,
): Emittable {
  return {
    id,
    type: 'function_call',
    status,
    call_id: fittingId(call.id),
    ...clientName(call.name, frame),
    arguments: call.input,
  };
}

/** OpenAI refuses longer ids, should the client go on there. The call and its result come back with the same one. */
const callIdLengthMax = 64;

function fittingId(id: string): string {
  return id.length <= callIdLengthMax ? id : new GivenNames(callIdLengthMax).give(id);
}

/**
 * Thoughts that the provider signed come with what it takes to give them back, whether or not the client asked: nothing
 * is stored here that they could be looked up in.
 */
function describeThought(id: string, thought: Thought): Emittable {
  const text = thought.kind === 'reasoning' ? thought.text : '';
  return {
    id,
    type: 'reasoning',
    summary: text === '' ? [] : [summaryPart(text)],
    encrypted_content: sealed(thought),
  };
}

function sealed(thought: Thought): string | undefined {
  if (thought.kind === 'redacted_reasoning') return sealReasoning(thought);
  const { text, signature } = thought;
  return signature === undefined
    ? undefined
    : sealReasoning({ kind: 'reasoning', text, signature });
}
