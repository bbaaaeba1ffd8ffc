import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Answer, Choice, ToolCall } from './answer.ts';
import type { ChatRequest } from './chat-request.ts';
import { describeChatUsage } from './chat-usage.ts';
import { finishReason } from './finish-reason.ts';
import { tokenLogprob } from './log-probabilities.ts';
import { obfuscation } from './obfuscation.ts';
import { dataEvent, doneEvent } from './sse.ts';

/** What all parts of one completion share. */
export type CompletionIdentity = {
  id: string;
  created: number;
  model: string;
  service_tier: 'default';
  system_fingerprint: string | null;
};

type Delta = ChatCompletionChunk.Choice.Delta;
type Event = ChatCompletionChunk.Choice;

/** The events of one streamed completion: choices in parallel, then usage where asked, then the end. */
export function chatStreamFrames(
  request: ChatRequest,
  answer: Answer,
  identity: CompletionIdentity,
): Buffer[] {
  const chunk = (choices: Event[], usage: ChatCompletionChunk['usage']) => {
    const { id, ...rest } = identity;
    return dataEvent({
      id,
      object: 'chat.completion.chunk',
      ...rest,
      choices,
      ...(request.includeUsage ? { usage } : {}),
      ...(request.includeObfuscation ? { obfuscation: obfuscation() } : {}),
    });
  };
  const lists = answer.choices.map((choice, index) => choiceEvents(request, choice, index));
  const frames = interleave(lists).map((event) => chunk([event], null));
  if (request.includeUsage) frames.push(chunk([], describeChatUsage(answer)));
  return [...frames, doneEvent];
}

function choiceEvents(request: ChatRequest, choice: Choice, index: number): Event[] {
  // Reasoning models know no log probabilities and leave the member out.
  const none = request.model.isReasoning ? {} : { logprobs: null };
  const event = (delta: Delta): Event => ({ index, delta, ...none, finish_reason: null });
  const isSilent = choice.toolCalls.length > 0 || choice.isRefusal;
  return [
    event({ role: 'assistant', content: isSilent ? null : '', refusal: null }),
    ...choice.pieces.map((piece) => textEvent(request, choice, event)(piece)),
    ...choice.toolCalls
      .flatMap((call, at) => (request.isLegacy ? functionDeltas(call) : toolCallDeltas(call, at)))
      .map(event),
    { index, delta: {}, ...none, finish_reason: finishReason(request, choice) },
  ];
}

function textEvent(
  { logprobs }: ChatRequest,
  { isRefusal }: Choice,
  event: (delta: Delta) => Event,
): (piece: string) => Event {
  return (piece) => {
    const plain = event(isRefusal ? { refusal: piece } : { content: piece });
    if (logprobs === undefined) return plain;
    const tokens = [tokenLogprob(piece, logprobs)];
    const parts = isRefusal
      ? { content: null, refusal: tokens }
      : { content: tokens, refusal: null };
    return { ...plain, logprobs: parts };
  };
}

// The index counts tool calls from zero; id and name come once, the arguments in fragments.
function toolCallDeltas(call: ToolCall, index: number): Delta[] {
  const opening = {
    id: call.id,
    type: 'function' as const,
    function: { name: call.name, arguments: '' },
  };
  return [
    { tool_calls: [{ index, ...opening }] },
    ...call.argumentPieces.map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}

function functionDeltas(call: ToolCall): Delta[] {
  return [
    { function_call: { name: call.name, arguments: '' } },
    ...call.argumentPieces.map((piece) => ({ function_call: { arguments: piece } })),
  ];
}

function interleave<T>(lists: T[][]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}
