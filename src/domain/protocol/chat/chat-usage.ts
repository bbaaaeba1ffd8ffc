import type { TokenUsage } from '../answer.ts';
import type { Emittable } from '../json-text.ts';
import type { JsonNode } from '../json-tree.ts';
import { numberOf, objectOf } from './answer-node.ts';

/** Reads the `usage` of an answer or chunk. Undefined: it says nothing yet. */
export function readChatUsage(node: JsonNode | undefined): TokenUsage | undefined {
  const usage = objectOf(node, 'usage');
  const input = numberOf(usage, 'prompt_tokens');
  if (input === undefined) return undefined;
  const prompt = objectOf(usage, 'prompt_tokens_details');
  const cached = numberOf(prompt, 'cached_tokens');
  const cacheWrite = numberOf(prompt, 'cache_write_tokens');
  const reasoning = numberOf(objectOf(usage, 'completion_tokens_details'), 'reasoning_tokens');
  return {
    input,
    output: outputTokens(usage, input, reasoning),
    ...(cached !== undefined && { cached }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** Some compatible servers count reasoning beside the completion; the total gives them away. */
function outputTokens(
  usage: JsonNode | undefined,
  input: number,
  reasoning: number | undefined,
): number {
  const completion = numberOf(usage, 'completion_tokens') ?? 0;
  if (reasoning === undefined) return completion;
  const isBeside = numberOf(usage, 'total_tokens') === input + completion + reasoning;
  return isBeside ? completion + reasoning : completion;
}

/** What the provider did not tell is left out, not zero. */
export function writeChatUsage(usage: TokenUsage): Emittable {
  const { input, output, cached, cacheWrite, reasoning } = usage;
  const isPromptDetailed = cached !== undefined || cacheWrite !== undefined;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: isPromptDetailed
      ? { cached_tokens: cached, cache_write_tokens: cacheWrite }
      : undefined,
    completion_tokens_details:
      reasoning === undefined ? undefined : { reasoning_tokens: reasoning },
  };
}
