import { fieldsOf, readConversation } from '../converse/conversation.ts';
import { checked, parseFields } from '../converse/converse-request.ts';
import { countTokens, openModelAnswer } from '../converse/open-model-answer.ts';
import { countInput } from '../converse/prompt-cache.ts';
import { renderStream, renderUnary } from '../converse/render-answer.ts';
import { converseShape } from '../converse/request-shape.ts';
import { checkShape } from '../converse/shape.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import type { Invocation } from './invocation.ts';

/** Nova in its own dialect, which differs from Converse in the names of its limits and in how it counts. */
export function invokeNova(model: BedrockModel, body: Buffer): Invocation {
  const { schemaVersion: _version, inferenceConfig, ...fields } = parseFields(body);
  const { max_new_tokens: old, topK: _topK, ...limits } = fieldsOf(inferenceConfig);
  const inference = { ...limits, ...(old === undefined ? {} : { maxTokens: old }) };
  const converse = { ...fields, inferenceConfig: inference };
  checkShape(converseShape, converse);
  const request = checked(readConversation(converse, model));
  const spoken = openModelAnswer(request);
  const inputTokens = countInput(request);
  const outputTokens = countTokens(spoken.blocks);
  const totalTokens = inputTokens + outputTokens;
  const usage = { inputTokens, outputTokens, totalTokens };
  const answer = { ...spoken, usage, native: {}, nativeEnd: {} };
  const { output, stopReason } = renderUnary(request, answer);
  const counts = { ...usage, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 };
  return {
    body: JSON.stringify({ output, stopReason, usage: counts }),
    events: renderStream(request, answer).map(({ type, payload }) =>
      type === 'metadata'
        ? { metadata: { usage: counts, metrics: {}, trace: {} } }
        : { [type]: payload },
    ),
    spent: { input: inputTokens, output: outputTokens },
  };
}
