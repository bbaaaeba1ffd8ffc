import type { BedrockModel } from './bedrock-model.ts';

const everywhere = ['us', 'eu', 'apac', 'jp', 'au', 'global'] as const;
const inRegions = ['us', 'eu', 'apac'] as const;

const claude = {
  by: 'Anthropic',
  family: 'claude',
  geographies: everywhere,
  isOnDemand: false,
  input: ['TEXT', 'IMAGE'],
  output: 'TEXT',
  takesDocuments: true,
  toolUse: 'streamed',
  toolChoices: ['auto', 'any', 'tool'],
  cachePoints: ['system', 'messages', 'tools'],
  alwaysReasons: false,
  hasStructuredOutput: true,
  mixesToolResults: true,
} as const;

/** The last ones that are invoked without a profile. They do not cache prompts either. */
const early = {
  ...claude,
  geographies: inRegions,
  isOnDemand: true,
  cachePoints: [],
  hasStructuredOutput: false,
} as const;

/** Without structured output. */
const middle = { ...claude, hasStructuredOutput: false } as const;

/** Claude, oldest first. What a generation refuses beyond this, the model itself says. */
export const claudeModels: readonly BedrockModel[] = [
  entry(early, ['3-haiku-20240307-v1:0', 'Claude 3 Haiku', 4_096]),
  entry(early, ['3-5-sonnet-20240620-v1:0', 'Claude 3.5 Sonnet', 8_192]),
  entry(middle, ['3-5-haiku-20241022-v1:0', 'Claude 3.5 Haiku', 8_192]),
  entry(middle, ['3-7-sonnet-20250219-v1:0', 'Claude 3.7 Sonnet', 64_000]),
  entry(middle, ['sonnet-4-20250514-v1:0', 'Claude Sonnet 4', 64_000]),
  entry(middle, ['opus-4-20250514-v1:0', 'Claude Opus 4', 32_000]),
  entry(middle, ['opus-4-1-20250805-v1:0', 'Claude Opus 4.1', 32_000]),
  entry(claude, ['sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5', 64_000]),
  entry(claude, ['haiku-4-5-20251001-v1:0', 'Claude Haiku 4.5', 64_000]),
  entry(claude, ['opus-4-5-20251101-v1:0', 'Claude Opus 4.5', 64_000]),
  entry(claude, ['opus-4-6-v1', 'Claude Opus 4.6', 128_000]),
  entry(claude, ['sonnet-4-6', 'Claude Sonnet 4.6', 128_000]),
  entry(claude, ['sonnet-4-6-v1', 'Claude Sonnet 4.6', 128_000]),
  entry(claude, ['opus-4-7', 'Claude Opus 4.7', 128_000]),
  entry(claude, ['opus-4-8', 'Claude Opus 4.8', 128_000]),
  entry(claude, ['sonnet-5', 'Claude Sonnet 5', 128_000]),
  entry(claude, ['opus-5', 'Claude Opus 5', 128_000]),
  entry(claude, ['fable-5', 'Claude Fable 5', 128_000]),
  entry(claude, ['haiku-5-5', 'Claude Haiku 5.5', 128_000]),
  entry(claude, ['sonnet-5-5', 'Claude Sonnet 5.5', 128_000]),
  entry(claude, ['opus-5-5', 'Claude Opus 5.5', 128_000]),
  entry(claude, ['fable-5-1', 'Claude Fable 5.1', 128_000]),
];

function entry(
  facts: Omit<BedrockModel, 'id' | 'name' | 'outputTokensMax'>,
  [suffix, name, outputTokensMax]: [string, string, number],
): BedrockModel {
  return { ...facts, id: `anthropic.claude-${suffix}`, name, outputTokensMax };
}
