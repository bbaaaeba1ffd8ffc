import type { StopReason, TokenUsage } from '@aws-sdk/client-bedrock-runtime';
import type { MessageAnswer } from '../../anthropic/answer-message.ts';
import type { PromptCache } from '../../anthropic/prompt-cache.ts';
import { type Fields, isFields } from '../../server/json.ts';
import { modelRefusal } from '../aws-failure.ts';
import { type ClaudeCall, callClaude, readBetas } from '../claude-call.ts';
import { claudeMessage } from './claude-message.ts';
import { type ConverseRequest, fieldsOf } from './conversation.ts';
import type { AnswerBlock, ConverseAnswer } from './converse-answer.ts';

const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  model_context_window_exceeded: 'model_context_window_exceeded',
  pause_turn: 'end_turn',
  refusal: 'content_filtered',
  stop_sequence: 'stop_sequence',
  tool_use: 'tool_use',
};

/** What Claude answers to the request, in the terms of Converse. */
export function claudeAnswer(request: ConverseRequest, promptCache: PromptCache): ConverseAnswer {
  const { message, events } = callClaude(claudeMessage(request), callOf(request, promptCache));
  const content: unknown[] = Array.isArray(message['content']) ? message['content'] : [];
  const { stop_sequence } = message;
  return {
    blocks: content.map((block, index) => answerBlock(fieldsOf(block), piecesOf(events, index))),
    stopReason: stopReasons[String(message['stop_reason'])] ?? 'end_turn',
    usage: usageOf(fieldsOf(message['usage'])),
    native: message,
    nativeEnd: { delta: { stop_sequence } },
  };
}

/** How the model is called for a request of Converse. */
export function callOf({ model, native }: ConverseRequest, promptCache: PromptCache): ClaudeCall {
  const betas = readBetas(native['anthropic_beta']);
  if (betas === undefined) throw modelRefusal('anthropic_beta: Input should be a valid list');
  return { modelId: model.id, betas, promptCache, refusal: modelRefusal };
}

function answerBlock(block: Fields, pieces: string[]): AnswerBlock {
  switch (block['type']) {
    case 'thinking':
      return { kind: 'reasoning', pieces, signature: String(block['signature']) };
    case 'redacted_thinking':
      return { kind: 'redacted', data: String(block['data']) };
    case 'tool_use': {
      const { id, name, input } = block;
      const isEmpty = isFields(input) && Object.keys(input).length === 0;
      // Without arguments the stream says nothing rather than `{}`.
      const json = isEmpty ? [''] : pieces;
      return { kind: 'tool', id: bedrockId(String(id)), name: String(name), input, pieces: json };
    }
    default:
      return { kind: 'text', pieces };
  }
}

// The same call under the name that Bedrock gives it.
function bedrockId(id: string): string {
  return id.replace(/^toolu_/, 'tooluse_');
}

function piecesOf(events: MessageAnswer['events'], index: number): string[] {
  return events
    .filter((event) => event.type === 'content_block_delta' && event['index'] === index)
    .map((event) => fieldsOf(event['delta']))
    .flatMap(({ text, thinking, partial_json: json }) => text ?? thinking ?? json ?? [])
    .map(String);
}

function usageOf(usage: Fields): TokenUsage {
  const count = (name: string, from = usage) => Number(from[name] ?? 0);
  const inputTokens = count('input_tokens');
  const outputTokens = count('output_tokens');
  const read = count('cache_read_input_tokens');
  const written = count('cache_creation_input_tokens');
  const created = fieldsOf(usage['cache_creation']);
  const cacheDetails = [
    { ttl: '1h' as const, inputTokens: count('ephemeral_1h_input_tokens', created) },
    { ttl: '5m' as const, inputTokens: count('ephemeral_5m_input_tokens', created) },
  ].filter((detail) => detail.inputTokens > 0);
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens + read + written,
    cacheReadInputTokens: read,
    cacheWriteInputTokens: written,
    ...(cacheDetails.length > 0 ? { cacheDetails } : {}),
  };
}
