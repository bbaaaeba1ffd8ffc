import type { Effort } from '../protocol/conversation.ts';

/** What a model of OpenAI takes. */
export interface OpenAiCapabilities {
  /** The old name `max_tokens`; otherwise `max_completion_tokens` is the only one. */
  readonly acceptsMaxTokens: boolean;
  /** `temperature`, `top_p`, `logprobs`. `without_reasoning`: only while the effort is `none`. */
  readonly sampling: 'always' | 'without_reasoning' | 'never';
  readonly temperatureMax: number;
  readonly tools: boolean;
  /**
   * Function tools on chat completions: always; unless an effort other than `none` is asked for; or only if the effort
   * `none` is asked for, since the model's own default is another (and never where it does not know `none`).
   */
  readonly toolsOnChat: 'always' | 'without_reasoning' | 'never_by_default';
  /** Values of `reasoning_effort`; empty: the member must be left out. */
  readonly efforts: readonly ('none' | Effort)[];
  readonly structuredOutput: boolean;
  readonly images: boolean;
  /** PDF as a `file` part. */
  readonly documents: boolean;
  readonly maxOutputTokens: number;
}

const text: OpenAiCapabilities = {
  acceptsMaxTokens: true,
  sampling: 'always',
  temperatureMax: 2,
  tools: true,
  toolsOnChat: 'always',
  efforts: [],
  structuredOutput: false,
  images: false,
  documents: false,
  maxOutputTokens: 4_096,
};
const vision: OpenAiCapabilities = { ...text, images: true };
const omni: OpenAiCapabilities = {
  ...vision,
  structuredOutput: true,
  documents: true,
  maxOutputTokens: 16_384,
};
const chatty: OpenAiCapabilities = { ...omni, tools: false, structuredOutput: false };
const reasoning: OpenAiCapabilities = {
  ...omni,
  acceptsMaxTokens: false,
  sampling: 'never',
  efforts: ['low', 'medium', 'high'],
  maxOutputTokens: 100_000,
};
const earlyReasoning: OpenAiCapabilities = {
  ...reasoning,
  tools: false,
  efforts: [],
  structuredOutput: false,
  images: false,
  documents: false,
  maxOutputTokens: 32_768,
};
const withoutEyes: OpenAiCapabilities = { ...reasoning, images: false, documents: false };
const gpt5: OpenAiCapabilities = { ...reasoning, maxOutputTokens: 128_000 };
const gpt51: OpenAiCapabilities = {
  ...gpt5,
  sampling: 'without_reasoning',
  efforts: ['none', 'low', 'medium', 'high'],
};
const gpt52: OpenAiCapabilities = { ...gpt51, efforts: [...gpt51.efforts, 'xhigh'] };
const gpt54: OpenAiCapabilities = { ...gpt52, toolsOnChat: 'without_reasoning' };
const gpt56: OpenAiCapabilities = {
  ...gpt54,
  toolsOnChat: 'never_by_default',
  efforts: [...gpt54.efforts, 'max'],
};
const gpt6: OpenAiCapabilities = { ...gpt56, sampling: 'never' };
const alwaysReasoning: OpenAiCapabilities = {
  ...gpt6,
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
};

/** The first pattern that fits decides. */
const rules: readonly (readonly [pattern: RegExp, capabilities: OpenAiCapabilities])[] = [
  [/^gpt-3\.5/, text],
  [/^gpt-4-(?:turbo|vision|\d{4}-preview)/, vision],
  [/^gpt-4(?:-|$)/, { ...text, maxOutputTokens: 8_192 }],
  [/^gpt-4o-2024-05-13/, { ...vision, documents: true }],
  [/^chatgpt-/, chatty],
  [/^gpt-4\.1/, { ...omni, maxOutputTokens: 32_768 }],
  [/^gpt-4/, omni],
  [/^o1-mini/, { ...earlyReasoning, maxOutputTokens: 65_536 }],
  [/^o1-preview/, earlyReasoning],
  [/^(?:o3-mini|codex-mini)/, withoutEyes],
  [/^o\d/, reasoning],
  [/^gpt-5-chat/, { ...chatty, acceptsMaxTokens: false, structuredOutput: true }],
  [/^gpt-5\.\d-chat/, { ...gpt5, efforts: ['medium'], maxOutputTokens: 16_384 }],
  [/^gpt-5-pro/, { ...gpt5, efforts: ['high'], maxOutputTokens: 272_000 }],
  [/^gpt-5-codex/, gpt5],
  [/^gpt-5(?:-|$)/, { ...gpt5, efforts: ['minimal', 'low', 'medium', 'high'] }],
  [/^gpt-5\.1-codex-max/, { ...gpt5, efforts: ['low', 'medium', 'high', 'xhigh'] }],
  [/^gpt-5\.1-codex/, gpt5],
  [/^gpt-5\.1/, gpt51],
  [/^gpt-5\.\d+-codex/, { ...gpt5, efforts: ['low', 'medium', 'high', 'xhigh'] }],
  [/^gpt-5\.\d+-pro/, { ...gpt5, efforts: ['medium', 'high', 'xhigh'] }],
  [/^gpt-5\.[23]/, gpt52],
  [/^gpt-5\.[45]/, gpt54],
  [/^gpt-5\./, gpt56],
  [/^gpt-6-(?:sol|luna)|^gpt-6\.1-terra/, gpt6],
  [/^gpt-/, alwaysReasoning],
];

/**
 * What a model takes, by its name at OpenAI. A fine-tuned model takes what its base takes, a version that is not known what
 * the newest known one takes. Any other name is that of a server with an API like OpenAI's: it gets the oldest form of
 * the request, which they all understand.
 */
export function openAiCapabilities(model: string): OpenAiCapabilities {
  const base = model.startsWith('ft:') ? (model.split(':')[1] ?? model) : model;
  return rules.find(([pattern]) => pattern.test(base))?.[1] ?? unknownServer;
}

const unknownServer: OpenAiCapabilities = { ...omni, maxOutputTokens: 4_096 };
