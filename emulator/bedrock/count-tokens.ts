import { jsonReply, type Reply } from '../server/reply.ts';
import { validation } from './aws-failure.ts';
import { countClaude } from './claude-call.ts';
import { callOf } from './converse/claude-answer.ts';
import { claudeMessage } from './converse/claude-message.ts';
import { fieldsOf, readConversation } from './converse/conversation.ts';
import { checked, parseFields } from './converse/converse-request.ts';
import { countTokensShape } from './converse/request-shape.ts';
import { checkShape } from './converse/shape.ts';
import type { Engine } from './engine.ts';
import { nativeBody } from './invoke/claude-invoke.ts';
import type { BedrockModel } from './model/bedrock-model.ts';
import { awsHeaders } from './provider-headers.ts';

/** `POST /model/{id}/count-tokens`: what a request would be billed as input. */
export function countTokens(model: BedrockModel, body: Buffer, engine: Engine): Reply {
  if (model.family !== 'claude') {
    throw validation("The provided model doesn't support counting tokens.");
  }
  const fields = parseFields(body);
  checkShape(countTokensShape, fields);
  const value = { inputTokens: Math.max(1, count(model, fieldsOf(fields['input']), engine)) };
  return jsonReply(200, value, { headers: awsHeaders('application/json'), indent: 0 });
}

function count(model: BedrockModel, input: Readonly<Record<string, unknown>>, engine: Engine) {
  const { converse, invokeModel } = input;
  if (converse !== undefined) {
    const request = checked(readConversation(fieldsOf(converse), model));
    const { max_tokens: _limit, ...counted } = claudeMessage(request);
    return countClaude(counted, callOf(request, engine.claudeCache));
  }
  const bytes = Buffer.from(String(fieldsOf(invokeModel)['body']), 'base64');
  const { fields, betas } = nativeBody(bytes, []);
  const { max_tokens: _limit, ...counted } = fields;
  const { claudeCache: promptCache } = engine;
  return countClaude(counted, { modelId: model.id, betas, promptCache, refusal: validation });
}
