import { randomText } from '../server/identifier.ts';
import { type Answer, type Choice, describeUsage, type ToolCall } from './answer.ts';
import type { ChatRequest } from './chat-request.ts';
import { dataEvent, doneEvent } from './sse.ts';

const PADDING_CHARACTERS_MAX = 15;

/** What all parts of one completion share. */
export type CompletionIdentity = {
  id: string;
  created: number;
  model: string;
  service_tier: string;
  system_fingerprint: string | null;
};

/** The events of one streamed completion: choices in parallel, then usage where asked, then the end. */
export function chatStreamFrames(
  request: ChatRequest,
  answer: Answer,
  identity: CompletionIdentity,
): Buffer[] {
  const chunk = (choices: unknown[], usage: unknown) => {
    const { id, ...rest } = identity;
    return dataEvent({
      id,
      object: 'chat.completion.chunk',
      ...rest,
      choices,
      ...(request.includeUsage ? { usage } : {}),
      ...(request.includeObfuscation ? { obfuscation: padding() } : {}),
    });
  };
  const events = interleave(answer.choices.map((choice, index) => choiceDeltas(choice, index)));
  const frames = events.map((event) => chunk([event], null));
  if (request.includeUsage) frames.push(chunk([], describeUsage(answer)));
  return [...frames, doneEvent];
}

function choiceDeltas(choice: Choice, index: number): unknown[] {
  const isToolCall = choice.toolCalls.length > 0;
  const first = { role: 'assistant', content: isToolCall ? null : '', refusal: null };
  const deltas = [
    first,
    ...choice.pieces.map((content) => ({ content })),
    ...choice.toolCalls.flatMap(toolCallDeltas),
  ];
  const last = { index, delta: {}, finish_reason: choice.finishReason };
  return [...deltas.map((delta) => ({ index, delta, finish_reason: null })), last];
}

// The index counts tool calls from zero; id and name come once, the arguments in fragments.
function toolCallDeltas(call: ToolCall, index: number): unknown[] {
  const opening = { id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  return [
    { tool_calls: [{ index, ...opening }] },
    ...call.argumentPieces.map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}

function interleave<T>(lists: T[][]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}

// Random length hides the token lengths from who only sees packet sizes.
function padding(): string {
  return randomText(1 + Math.floor(Math.random() * PADDING_CHARACTERS_MAX));
}
