import type { Message, Usage } from '@anthropic-ai/sdk/resources/messages';
import { newIdentifier } from '../server/identifier.ts';
import { type Fields, isFields } from '../server/json.ts';
import { type ApiVersion, isLatest } from './api-version.ts';
import { type Answer, composeAnswer, countTokens } from './compose-answer.ts';
import { inBetaDialect, inEarlierVersion } from './dialect-projection.ts';
import { contentOf, type StreamEvent, streamEvents } from './message-events.ts';
import { type FindModel, type MessageRequest, readMessageRequest } from './message-request.ts';
import { findModel } from './model-catalogue.ts';
import { createPromptCache, type PromptCache } from './prompt-cache.ts';

export type MessageContext = {
  version: ApiVersion;
  /** The opt-ins of the request; their names are not checked here. */
  betas: Iterable<string>;
  /** Whether the events are wanted. */
  streaming: boolean;
  /** Whether the answer carries the members of beta messages as well. Unless told: where there is a beta. */
  isBeta?: boolean;
  /** Remembers prompts across calls. Without one every marked prompt is new. */
  promptCache?: PromptCache;
  /** Which names are served. Unless told: every Claude model, as Anthropic or as Bedrock spells it. */
  findModel?: FindModel;
};

export type MessageAnswer = {
  /** The body of an answer in one piece. */
  message: Fields;
  /** The events of a streamed one, without pings; empty where it was not asked for. */
  events: StreamEvent[];
  inputTokens: number;
  outputTokens: number;
};

/**
 * What the model answers to the body of a request for a message, whatever carries it. Throws an `ApiFailure` for a body
 * that the API refuses.
 */
export function answerMessage(fields: Fields, context: MessageContext): MessageAnswer {
  const dialect = { version: context.version, betas: new Set(context.betas) };
  const request = readMessageRequest(fields, dialect, context.findModel ?? findModel);
  const answer = composeAnswer(request);
  const usage = usageOf(request, answer, context.promptCache ?? createPromptCache());
  const message = messageOf(request, answer, usage);
  const events = context.streaming ? streamEvents(message, answer.parts) : [];
  const project = projection(fields, { ...context, ...dialect });
  return {
    message: project({ ...message }),
    events: events.map((event) => ({ ...project(event), type: event.type })),
    inputTokens: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
  };
}

type Opened = Omit<MessageContext, 'betas'> & { betas: ReadonlySet<string> };

function projection(
  fields: Fields,
  { version, betas, isBeta = betas.size > 0 }: Opened,
): (value: Fields) => Fields {
  const edits = isFields(fields['context_management']) ? { applied_edits: [] } : null;
  const countsThinking = betas.has('thinking-token-count-2026-05-13');
  const extend = (value: Fields) => inBetaDialect(value, edits, countsThinking);
  if (isLatest({ version })) return isBeta ? extend : (value) => value;
  return (value) => inEarlierVersion(extend(value));
}

function messageOf({ model }: MessageRequest, answer: Answer, usage: Usage): Message {
  return {
    model: model.id,
    id: newIdentifier('msg_01', 22),
    type: 'message',
    role: 'assistant',
    content: contentOf(answer.parts),
    container: null,
    diagnostics: null,
    stop_reason: answer.stopReason,
    stop_sequence: answer.stopSequence,
    stop_details:
      answer.stopReason === 'refusal'
        ? {
            type: 'refusal',
            category: 'general_harms',
            explanation: 'This request was declined under the usage policy.',
          }
        : null,
    usage,
  };
}

function usageOf({ model, fields }: MessageRequest, answer: Answer, cache: PromptCache): Usage {
  const { uncached, read, created } = cache.account({ ...fields, model: model.id });
  const thoughts = answer.parts.filter(({ type }) => type.endsWith('thinking'));
  return {
    input_tokens: Math.max(1, uncached),
    cache_creation_input_tokens:
      created.ephemeral_5m_input_tokens + created.ephemeral_1h_input_tokens,
    cache_read_input_tokens: read,
    cache_creation: created,
    output_tokens: Math.max(1, countTokens(answer.parts)),
    output_tokens_details: { thinking_tokens: countTokens(thoughts) },
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: model.thinking.includes('adaptive') ? 'global' : 'not_available',
    speed: fields['speed'] === 'fast' ? 'fast' : 'standard',
  };
}
