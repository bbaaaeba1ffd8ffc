import { newIdentifier } from '../server/identifier.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { answerChat, type Choice, describeUsage } from './answer.ts';
import { type ChatRequest, readChatRequest } from './chat-request.ts';
import { type CompletionIdentity, chatStreamFrames } from './chat-stream.ts';
import { engineHeaders } from './provider-headers.ts';
import { failureEvent } from './sse.ts';

/** `POST /v1/chat/completions`, unary or as a stream. */
export function chatCompletions(body: Buffer): Reply {
  const request = readChatRequest(body);
  const answer = answerChat(request);
  const identity = identify(request);
  if (request.stream) {
    const headers = engineHeaders('text/event-stream; charset=utf-8', answer.promptTokens);
    const frames = chatStreamFrames(request, answer, identity);
    return { status: 200, headers, frames, errorFrame: failureEvent };
  }
  const { service_tier, system_fingerprint, ...head } = identity;
  const completion = {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: answer.choices.map((choice, index) => describeChoice(request, choice, index)),
    usage: describeUsage(answer),
    service_tier,
    system_fingerprint,
  };
  const headers = engineHeaders('application/json', answer.promptTokens);
  return jsonReply(200, completion, { headers, indent: 2, chunked: true });
}

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
  const calls = choice.toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.argumentPieces.join('') },
  }));
  const message = {
    role: 'assistant',
    content: calls.length > 0 ? null : choice.pieces.join(''),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    refusal: null,
    annotations: [],
  };
  const logprobs = request.model.isReasoning ? {} : { logprobs: null };
  return { index, message, ...logprobs, finish_reason: choice.finishReason };
}
