import type { ChatCompletion } from 'openai/resources/chat/completions';
import { newIdentifier } from '../server/identifier.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { type Answer, answerTurn, type Choice } from './answer.ts';
import { type ChatRequest, type ChatRules, readChatRequest } from './chat-request.ts';
import { type CompletionIdentity, chatStreamFrames } from './chat-stream.ts';
import { describeChatUsage } from './chat-usage.ts';
import { finishReason } from './finish-reason.ts';
import { tokenLogprob } from './log-probabilities.ts';
import { engineHeaders } from './provider-headers.ts';
import { failureEvent } from './sse.ts';

const SPEECH_SECONDS = 3_600;

/** `POST /v1/chat/completions`, unary or as a stream. */
export function chatCompletions(body: Buffer, rules: ChatRules): Reply {
  const request = readChatRequest(body, rules);
  const answer = answerTurn(request);
  const identity = identify(request);
  if (request.stream) {
    const headers = engineHeaders('text/event-stream; charset=utf-8', answer.promptTokens);
    const frames = chatStreamFrames(request, answer, identity);
    return { status: 200, headers, frames, errorFrame: failureEvent };
  }
  const headers = engineHeaders('application/json', answer.promptTokens);
  const completion = describeCompletion(request, answer, identity);
  return jsonReply(200, completion, { headers, indent: 2, chunked: true });
}

function describeCompletion(request: ChatRequest, answer: Answer, identity: CompletionIdentity) {
  const { service_tier, system_fingerprint, ...head } = identity;
  return {
    ...({
      id: head.id,
      object: 'chat.completion',
      created: head.created,
      model: head.model,
      choices: answer.choices.map((choice, index) => describeChoice(request, choice, index)),
      usage: describeChatUsage(answer),
      service_tier,
    } satisfies Reality),
    system_fingerprint,
  };
}

// The types demand `logprobs`; reasoning models leave it out.
type Reality = Omit<ChatCompletion, 'choices'> & {
  choices: (Omit<ChatCompletion.Choice, 'logprobs'> & Partial<ChatCompletion.Choice>)[];
};

function identify(request: ChatRequest): CompletionIdentity {
  return {
    id: newIdentifier('chatcmpl-', 29),
    created: Math.floor(Date.now() / 1000),
    model: request.model.snapshot,
    service_tier: 'default',
    system_fingerprint: request.model.isReasoning ? null : 'fp_5a1e0f7c42',
  };
}

function describeChoice(request: ChatRequest, choice: Choice, index: number) {
  const { isReasoning } = request.model;
  return {
    index,
    message: describeMessage(request, choice),
    ...(isReasoning ? {} : { logprobs: describeLogprobs(request, choice) }),
    finish_reason: finishReason(request, choice),
  };
}

function describeMessage(request: ChatRequest, choice: Choice) {
  const text = choice.pieces.join('');
  const isCall = choice.toolCalls.length > 0;
  const isSilent = isCall || choice.isRefusal || request.speaks;
  return {
    role: 'assistant' as const,
    content: isSilent ? null : text,
    ...(isCall ? describeCalls(request, choice) : {}),
    refusal: choice.isRefusal ? text : null,
    ...(request.speaks && !isCall ? { audio: speech(text) } : {}),
    annotations: [],
  };
}

function describeCalls({ isLegacy }: ChatRequest, { toolCalls }: Choice) {
  const calls = toolCalls.map(({ id, name, argumentPieces }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: argumentPieces.join('') },
  }));
  const [first] = calls;
  if (isLegacy && first !== undefined) return { function_call: first.function };
  return { tool_calls: calls };
}

function speech(transcript: string) {
  return {
    id: newIdentifier('audio_', 24),
    data: Buffer.from(`RIFF....WAVE ${transcript}`).toString('base64'),
    expires_at: Math.floor(Date.now() / 1000) + SPEECH_SECONDS,
    transcript,
  };
}

function describeLogprobs({ logprobs }: ChatRequest, { pieces, isRefusal }: Choice) {
  if (logprobs === undefined) return null;
  const tokens = pieces.map((piece) => tokenLogprob(piece, logprobs));
  return isRefusal ? { content: null, refusal: tokens } : { content: tokens, refusal: null };
}
