import type { Effort } from '../protocol/conversation.ts';
import { type ClaudeCapabilities, claudeCapabilities } from './anthropic-capabilities.ts';
import { readBedrockId } from './bedrock-id.ts';
import { modelNamed } from './catalog.ts';

/** What a model on AWS Bedrock takes through Converse. */
export interface BedrockCapabilities {
  /** The first part of its id, e.g. `mistral`; undefined: an ARN does not say. */
  readonly vendor: string | undefined;
  /** Of a Claude, as it is on Bedrock; undefined for all others. */
  readonly claude: ClaudeCapabilities | undefined;
  readonly systemPrompts: boolean;
  readonly toolUse: boolean;
  /** Tools together with ConverseStream. */
  readonly streamingTools: boolean;
  /** Members of `toolChoice` that it knows. */
  readonly toolChoices: readonly ('auto' | 'any' | 'tool')[];
  /** What the id of a tool call must look like. */
  readonly toolIdPattern: RegExp;
  /** `strict` in a tool's definition. */
  readonly strictTools: boolean;
  readonly cachePoints: boolean;
  /** Cache points may ask for an hour. */
  readonly cacheForAnHour: boolean;
  /**
   * How thinking is asked for in `additionalModelRequestFields`: as with Claude, as `reasoning_effort` (gpt-oss), as
   * `reasoning.effort` (GPT), as `reasoningConfig.maxReasoningEffort` (Nova 2). `always`: it thinks unasked.
   */
  readonly reasoning: 'none' | 'claude' | 'flat_effort' | 'nested_effort' | 'config' | 'always';
  readonly efforts: readonly Effort[];
  readonly images: boolean;
  readonly documents: boolean;
  /** `outputConfig.textFormat`. */
  readonly structuredOutput: boolean;
  readonly maxOutputTokens: number;
  readonly temperatureMax: number;
}

const anyToolId = /^[a-zA-Z0-9_-]{1,64}$/;
const shortToolId = /^[a-zA-Z0-9]{9}$/;

const plain: BedrockCapabilities = {
  vendor: undefined,
  claude: undefined,
  systemPrompts: true,
  toolUse: false,
  streamingTools: false,
  toolChoices: [],
  toolIdPattern: anyToolId,
  strictTools: false,
  cachePoints: false,
  cacheForAnHour: false,
  reasoning: 'none',
  efforts: [],
  images: false,
  documents: true,
  structuredOutput: false,
  maxOutputTokens: 4_096,
  temperatureMax: 1,
};
const tools: BedrockCapabilities = { ...plain, toolUse: true, toolChoices: ['auto'] };
const streaming: BedrockCapabilities = { ...tools, streamingTools: true };
const nova: BedrockCapabilities = {
  ...streaming,
  toolChoices: ['auto', 'any', 'tool'],
  cachePoints: true,
  images: true,
  maxOutputTokens: 10_000,
};
const llama: BedrockCapabilities = { ...tools, maxOutputTokens: 8_192 };
const mistral: BedrockCapabilities = {
  ...tools,
  toolChoices: ['auto', 'any'],
  toolIdPattern: shortToolId,
  maxOutputTokens: 8_192,
};
const effort: readonly Effort[] = ['low', 'medium', 'high'];
const gpt: BedrockCapabilities = {
  ...streaming,
  documents: false,
  reasoning: 'flat_effort',
  efforts: effort,
  maxOutputTokens: 16_384,
};

/** The first pattern that fits decides. */
const rules: readonly (readonly [pattern: RegExp, capabilities: BedrockCapabilities])[] = [
  [/^ai21\.jamba-1-5/, streaming],
  [/^ai21\./, { ...plain, documents: false }],
  [/^amazon\.nova-micro/, { ...nova, images: false, documents: false }],
  [/^amazon\.nova-2/, { ...nova, reasoning: 'config', efforts: effort, maxOutputTokens: 65_535 }],
  [/^amazon\.nova/, nova],
  [/^amazon\.titan-text-premier/, { ...plain, systemPrompts: false, documents: false }],
  [/^amazon\.titan/, { ...plain, systemPrompts: false }],
  [/^cohere\.command-r/, streaming],
  [/^cohere\./, { ...plain, systemPrompts: false }],
  [/^deepseek\.r1/, { ...plain, reasoning: 'always', maxOutputTokens: 32_768 }],
  [/^deepseek\.v3-v1/, { ...streaming, toolChoices: ['any'] }],
  [/^deepseek\./, { ...streaming, toolChoices: ['any', 'tool'] }],
  [/^meta\.llama3-(?:8b|70b)/, plain],
  [/^meta\.llama3-2-[13]b/, plain],
  [/^meta\.llama3-2-/, { ...llama, images: true }],
  [/^meta\.llama3-/, llama],
  [/^meta\./, { ...llama, images: true }],
  [/^mistral\.(?:mistral-7b|mixtral)/, { ...plain, systemPrompts: false }],
  [/^mistral\.(?:pixtral|mistral-large-3|ministral-3)/, { ...mistral, images: true }],
  [/^mistral\./, mistral],
  [/^openai\.gpt-oss/, gpt],
  [/^openai\./, { ...gpt, reasoning: 'nested_effort', images: true, maxOutputTokens: 128_000 }],
  [/^qwen\.qwen3-vl/, { ...streaming, images: true }],
  [/^qwen\./, streaming],
  [/^writer\./, { ...tools, maxOutputTokens: 8_192 }],
];

// Bedrock checks bodies against its own copy of the schema, which lags behind Anthropic's.
const bindsAnswers = /claude-(?:(?:opus|sonnet|haiku)-4-5|opus-4-6)/;
const knowsStrictTools = /claude-(?:(?:opus|sonnet|haiku)-4-5|(?:opus|sonnet)-4-6)/;
const cachesForAnHour = /claude-(?:opus|sonnet|haiku|fable)-(?:4-[5-9]|[5-9])/;

/**
 * What a model takes, by its name on Bedrock. A model of a known vendor that is not known by itself takes what the vendor's
 * newest take. Where an ARN hides the model, or the vendor is not known, nothing but text, tools and documents is assumed.
 */
export function bedrockCapabilities(id: string): BedrockCapabilities {
  const { model } = readBedrockId(id);
  if (model === undefined) return streaming;
  const vendor = model.includes('.') ? model.slice(0, model.indexOf('.')) : undefined;
  if (vendor === 'anthropic') return onBedrock(model.slice('anthropic.'.length));
  const rule = rules.find(([pattern]) => pattern.test(model))?.[1] ?? streaming;
  const maxOutputTokens = modelNamed(model)?.maxOutputTokens ?? rule.maxOutputTokens;
  return { ...rule, vendor, maxOutputTokens };
}

function onBedrock(name: string): BedrockCapabilities {
  const atAnthropic = claudeCapabilities(name);
  const claude: ClaudeCapabilities = {
    ...atAnthropic,
    images: atAnthropic.images && !name.startsWith('claude-3-5-haiku'),
    structuredOutput: bindsAnswers.test(name),
    promptCaching:
      atAnthropic.promptCaching && !/^claude-3-(?:haiku|opus|5-sonnet-20240620)/.test(name),
  };
  const thinks = claude.thinking.budget || claude.thinking.adaptive;
  return {
    ...plain,
    vendor: 'anthropic',
    claude,
    toolUse: claude.tools,
    streamingTools: claude.tools,
    toolChoices: choicesOf(claude),
    strictTools: knowsStrictTools.test(name),
    cachePoints: claude.promptCaching,
    cacheForAnHour: cachesForAnHour.test(name),
    reasoning: thinks ? 'claude' : 'none',
    efforts: claude.efforts,
    images: claude.images,
    structuredOutput: claude.structuredOutput,
    maxOutputTokens: claude.maxOutputTokens,
  };
}

function choicesOf(claude: ClaudeCapabilities) {
  if (!claude.tools) return [];
  return claude.acceptsForcedTool ? (['auto', 'any', 'tool'] as const) : (['auto'] as const);
}
