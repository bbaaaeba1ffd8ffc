import type { Effort } from '../protocol/conversation.ts';

/** What a Claude takes, wherever it runs. Anything that it does not take is answered with 400. */
export interface ClaudeCapabilities {
  /** `temperature`, `top_p` and `top_k` with API version 2023-06-01; version 2026-10-21 takes them for no model. */
  readonly acceptsSampling: boolean;
  /** `temperature` and `top_p` in one request. */
  readonly acceptsTemperatureWithTopP: boolean;
  readonly temperatureMax: number;
  readonly tools: boolean;
  /** `tool_choice` of the types `any` and `tool`. */
  readonly acceptsForcedTool: boolean;
  readonly thinking: ThinkingTypes;
  /** Levels of `output_config.effort`; empty: the member must be left out. */
  readonly efforts: readonly Effort[];
  /** The last message may be the beginning of the answer. */
  readonly acceptsPrefill: boolean;
  /** Messages of the role `system` between the turns. */
  readonly midConversationSystem: boolean;
  readonly structuredOutput: boolean;
  readonly promptCaching: boolean;
  readonly images: boolean;
  /** PDF. */
  readonly documents: boolean;
  readonly maxOutputTokens: number;
}

/** The values of `thinking.type`. All false but `disabled`: the model does not think. */
export interface ThinkingTypes {
  /** `enabled`, with `budget_tokens`. */
  readonly budget: boolean;
  readonly adaptive: boolean;
  /** `up_to_high`: not together with the efforts above `high`. */
  readonly disabled: 'always' | 'up_to_high' | 'never';
  readonly betweenTools: boolean;
}

const claude2: ClaudeCapabilities = {
  acceptsSampling: true,
  acceptsTemperatureWithTopP: true,
  temperatureMax: 1,
  tools: false,
  acceptsForcedTool: false,
  thinking: { budget: false, adaptive: false, disabled: 'always', betweenTools: false },
  efforts: [],
  acceptsPrefill: true,
  midConversationSystem: false,
  structuredOutput: false,
  promptCaching: false,
  images: false,
  documents: false,
  maxOutputTokens: 4_096,
};
const claude3: ClaudeCapabilities = {
  ...claude2,
  tools: true,
  acceptsForcedTool: true,
  promptCaching: true,
  images: true,
};
const claude35: ClaudeCapabilities = { ...claude3, documents: true, maxOutputTokens: 8_192 };
const claude37: ClaudeCapabilities = {
  ...claude35,
  thinking: { ...claude35.thinking, budget: true },
  maxOutputTokens: 64_000,
};
const opus4: ClaudeCapabilities = { ...claude37, maxOutputTokens: 32_000 };
const opus41: ClaudeCapabilities = {
  ...opus4,
  acceptsTemperatureWithTopP: false,
  structuredOutput: true,
};
const claude45: ClaudeCapabilities = { ...opus41, maxOutputTokens: 64_000 };
const opus45: ClaudeCapabilities = { ...claude45, efforts: ['low', 'medium', 'high'] };
const claude46: ClaudeCapabilities = {
  ...claude45,
  thinking: { ...claude45.thinking, adaptive: true },
  efforts: ['low', 'medium', 'high', 'max'],
  acceptsPrefill: false,
  maxOutputTokens: 128_000,
};
const opus47: ClaudeCapabilities = {
  ...claude46,
  acceptsSampling: false,
  thinking: { ...claude46.thinking, budget: false },
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
};
const opus48: ClaudeCapabilities = { ...opus47, midConversationSystem: true };
const opus5: ClaudeCapabilities = {
  ...opus48,
  thinking: { ...opus48.thinking, disabled: 'up_to_high' },
};
const fable5: ClaudeCapabilities = {
  ...opus48,
  thinking: { ...opus48.thinking, disabled: 'never' },
};
// Also Opus 5.5, the strictest of them all.
const fable51: ClaudeCapabilities = { ...fable5, acceptsForcedTool: false };
const sonnet55: ClaudeCapabilities = {
  ...fable51,
  thinking: { ...fable51.thinking, betweenTools: true },
};
const mythosPreview: ClaudeCapabilities = {
  ...fable5,
  efforts: claude46.efforts,
  midConversationSystem: false,
};

/** Versions in ascending order. */
type Line = readonly [first: Release, ...more: Release[]];
type Release = readonly [version: number, capabilities: ClaudeCapabilities];

const lines: Readonly<Record<string, Line>> = {
  opus: [
    [3, claude3],
    [4, opus4],
    [4.1, opus41],
    [4.5, opus45],
    [4.6, claude46],
    [4.7, opus47],
    [4.8, opus48],
    [5, opus5],
    [5.5, fable51],
  ],
  sonnet: [
    [3, { ...claude3, promptCaching: false }],
    [3.5, claude35],
    [3.7, claude37],
    [4.5, claude45],
    [4.6, claude46],
    [5, opus48],
    [5.5, sonnet55],
  ],
  haiku: [
    [3, claude3],
    [3.5, claude35],
    [4.5, claude45],
    [5.5, opus5],
  ],
  fable: [
    [5, fable5],
    [5.1, fable51],
  ],
  mythos: [
    [0, mythosPreview],
    [5, fable5],
    [5.1, fable51],
  ],
};

/**
 * What a Claude takes, by its name at Anthropic. A version that is not known is taken for the newest known one before it
 * (so a new model for the newest of its line), and a line that is not known for the newest Opus: what that one refuses,
 * its successors refuse too.
 */
export function claudeCapabilities(model: string): ClaudeCapabilities {
  if (/^claude-(?:instant|v?[12](?![\d-]*-(?:opus|sonnet|haiku)))/.test(model)) return claude2;
  const { line, version } = releaseOf(model);
  const releases = Object.hasOwn(lines, line) ? lines[line] : undefined;
  if (releases === undefined) return fable51;
  return (releases.findLast(([released]) => released <= version) ?? releases[0])[1];
}

const lineFirst = /^claude-([a-z]+)-(\d{1,2}(?:[-.]\d{1,2})?(?!\d)|preview)/;
const versionFirst = /^claude-(\d{1,2}(?:[-.]\d{1,2})?)-([a-z]+)/;

function releaseOf(model: string): { readonly line: string; readonly version: number } {
  const [, line, after] = lineFirst.exec(model) ?? [];
  if (line !== undefined && after !== undefined) return { line, version: versionOf(after) };
  const [, before, name] = versionFirst.exec(model) ?? [];
  if (name !== undefined && before !== undefined) return { line: name, version: versionOf(before) };
  return { line: '', version: 0 };
}

function versionOf(digits: string): number {
  return digits === 'preview' ? 0 : Number(digits.replace('-', '.'));
}
