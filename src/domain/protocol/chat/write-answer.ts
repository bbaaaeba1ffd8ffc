import type { AnswerBlock, AnswerFrame, ModelAnswer } from '../answer.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { AnswerWriter } from '../translator.ts';
import { writeChatUsage } from './chat-usage.ts';
import { writeFinishReason } from './finish-reason.ts';

type CalledTool = Extract<AnswerBlock, { kind: 'tool_call' }>;
type Thought = Extract<AnswerBlock, { kind: 'reasoning' | 'redacted_reasoning' }>;
type Members = { readonly [name: string]: Emittable | undefined };

/** Writes an answer as OpenAI's `POST /v1/chat/completions` gives it. */
export const writeChatAnswer: AnswerWriter = (answer, frame) =>
  emitJson({
    id: chatId(frame),
    object: 'chat.completion',
    created: frame.createdAt,
    model: frame.model,
    choices: [
      {
        index: 0,
        message: writeMessage(answer, frame),
        logprobs: null,
        finish_reason: writeFinishReason(answer.stop, frame.legacyFunctions ?? false),
      },
    ],
    usage: answer.usage && writeChatUsage(answer.usage),
  });

export function chatId(frame: AnswerFrame): string {
  return `chatcmpl-${frame.id}`;
}

function writeMessage({ content }: ModelAnswer, frame: AnswerFrame): Emittable {
  const refusal = joined(content, 'refusal');
  const calls = content.filter((block) => block.kind === 'tool_call');
  const saysNothingElse = refusal === null && calls.length === 0;
  return {
    role: 'assistant',
    content: joined(content, 'text') ?? (saysNothingElse ? '' : null),
    refusal,
    ...writeThoughts(content),
    ...writeCalls(calls, frame),
  };
}

function joined(
  content: readonly AnswerBlock[],
  kind: 'text' | 'refusal' | 'reasoning',
): string | null {
  const texts = content.flatMap((block) => (block.kind === kind ? [block.text] : []));
  return texts.length > 0 ? texts.join('') : null;
}

/**
 * Reasoning twice: as text for clients that show it, and block by block, in order and with signatures, for clients that
 * give it back.
 */
function writeThoughts(content: readonly AnswerBlock[]): Members {
  const thoughts = content.filter(isThought);
  if (thoughts.length === 0) return {};
  return {
    reasoning_content: joined(content, 'reasoning') || undefined,
    thinking_blocks: thoughts.map(thinkingBlock),
  };
}

function isThought(block: AnswerBlock): block is Thought {
  return block.kind === 'reasoning' || block.kind === 'redacted_reasoning';
}

export function thinkingBlock(block: Thought): Members {
  if (block.kind === 'redacted_reasoning') return { type: 'redacted_thinking', data: block.data };
  return { type: 'thinking', thinking: block.text, signature: block.signature };
}

function writeCalls(calls: readonly CalledTool[], frame: AnswerFrame): Members {
  const [first] = calls;
  if (!first) return {};
  if (frame.legacyFunctions) return { function_call: writeCall(first, frame) };
  return {
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: writeCall(call, frame),
    })),
  };
}

function writeCall({ name, input }: CalledTool, frame: AnswerFrame): Emittable {
  return { name: frame.toolNames.get(name) ?? name, arguments: input.text };
}
