import { jsonReply, type Reply } from '../../server/reply.ts';
import type { Engine } from '../engine.ts';
import { eventStreamReply } from '../event-stream-reply.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import { awsHeaders } from '../provider-headers.ts';
import { claudeAnswer } from './claude-answer.ts';
import type { ConverseRequest } from './conversation.ts';
import type { ConverseAnswer } from './converse-answer.ts';
import { readConverseRequest } from './converse-request.ts';
import { checkStreaming } from './model-rules.ts';
import { countTokens, lastWords, openModelAnswer } from './open-model-answer.ts';
import { renderStream, renderUnary } from './render-answer.ts';
import { converseShape, converseStreamShape } from './request-shape.ts';
import { askedEnding } from './stop-words.ts';

/** `POST /model/{id}/converse`. */
export function converse(model: BedrockModel, body: Buffer, engine: Engine): Reply {
  const request = readConverseRequest(body, model, converseShape);
  const value = renderUnary(request, answer(request, engine));
  return jsonReply(200, value, { headers: awsHeaders('application/json'), indent: 0 });
}

/** `POST /model/{id}/converse-stream`. */
export function converseStream(model: BedrockModel, body: Buffer, engine: Engine): Reply {
  const request = readConverseRequest(body, model, converseStreamShape);
  checkStreaming(request);
  return eventStreamReply(renderStream(request, answer(request, engine)));
}

function answer(request: ConverseRequest, { claudeCache, promptCache }: Engine): ConverseAnswer {
  const isForModel = askedEnding(lastWords(request)) === undefined;
  if (request.model.family === 'claude' && isForModel) return claudeAnswer(request, claudeCache);
  const { blocks, stopReason } = openModelAnswer(request);
  const input = promptCache.account(request);
  const { inputTokens, cacheReadInputTokens: read = 0, cacheWriteInputTokens: written = 0 } = input;
  const outputTokens = countTokens(blocks);
  const totalTokens = inputTokens + outputTokens + read + written;
  const caches = request.model.cachePoints.length > 0;
  const usage = { ...(caches ? input : { inputTokens }), outputTokens, totalTokens };
  return { blocks, stopReason, usage, native: {}, nativeEnd: {} };
}
