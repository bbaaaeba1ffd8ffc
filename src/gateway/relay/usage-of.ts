import type { TokenUsage } from '../../domain/protocol/answer.ts';

/**
 * Token usage as any of the providers spells it. OpenAI counts cached tokens as part of the input; Anthropic and Bedrock
 * count them beside it, and are added up here.
 * @returns undefined where no count of the input is told
 */
export function usageOf(usage: unknown): TokenUsage | undefined {
  if (!isObject(usage)) return undefined;
  const plain = countIn(usage, 'prompt_tokens', 'input_tokens', 'inputTokens');
  if (plain === undefined) return undefined;
  const read = countIn(usage, 'cache_read_input_tokens', 'cacheReadInputTokens');
  const written = countIn(usage, 'cache_creation_input_tokens', 'cacheWriteInputTokens');
  const input = objectIn(usage, 'prompt_tokens_details', 'input_tokens_details');
  const output = objectIn(usage, 'completion_tokens_details', 'output_tokens_details');
  const creation = objectIn(usage, 'cache_creation');
  const counted: Mutable<TokenUsage> = {
    input: plain + (read ?? 0) + (written ?? 0),
    output: countIn(usage, 'completion_tokens', 'output_tokens', 'outputTokens') ?? 0,
  };
  tell(counted, 'cached', read ?? countIn(input, 'cached_tokens'));
  tell(counted, 'cacheWrite', written ?? countIn(input, 'cache_write_tokens'));
  tell(counted, 'cacheWrite1h', countIn(creation, 'ephemeral_1h_input_tokens'));
  tell(counted, 'reasoning', countIn(output, 'reasoning_tokens', 'thinking_tokens'));
  return counted;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function tell(usage: Mutable<TokenUsage>, name: keyof TokenUsage, value: number | undefined): void {
  if (value !== undefined) usage[name] = value;
}

type Fields = Readonly<Record<string, unknown>>;

function objectIn(fields: Fields, ...names: readonly string[]): Fields {
  for (const name of names) {
    const value = fields[name];
    if (isObject(value)) return value;
  }
  return {};
}

/** The first of the names that is there as a count. */
function countIn(fields: Fields, ...names: readonly string[]): number | undefined {
  return names.map((name) => fields[name]).find(isCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
