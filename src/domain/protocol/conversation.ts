import type { RawJson } from './json-text.ts';

/**
 * A request to a model, independent of the format it came in. It exists for translation only: where client and provider
 * speak the same format, bytes are forwarded and nothing of this is made.
 *
 * `at` is always the place in the client's own request, e.g. `messages[3].content[0]`, so that what cannot be carried
 * is refused by the name that the client knows.
 */
export interface Conversation {
  /** Instructions before the first turn, one entry for each message or block, never joined. */
  readonly system: readonly TextBlock[];
  readonly turns: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  /** False: at most one tool call an answer. Undefined: the client did not say. */
  readonly parallelToolCalls?: boolean;
  readonly settings: Settings;
  /** Where each setting stood in the client's request. A setting that is there has its place here. */
  readonly settingsAt: Readonly<
    Partial<Record<keyof Settings | 'toolChoice' | 'parallelToolCalls', string>>
  >;
  readonly isStream: boolean;
  /** Chat streams only: the client asked for the chunk with the usage. */
  readonly includeUsage: boolean;
  /** Chat only: the client gave `functions`, the form before tools, and is answered with `function_call`. */
  readonly legacyFunctions?: boolean;
  /** Responses only: members of the request that the answer repeats, as far as they could be carried. */
  readonly echo?: ReadonlyMap<string, RawJson>;
}

export interface Turn {
  /** `system` only after the first turn of another role: mid-conversation instructions. */
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: readonly Block[];
  readonly at: string;
}

/** The prompt up to and with this block is worth caching. */
export interface CacheMark {
  readonly ttl?: '5m' | '1h';
}

interface BlockBase {
  readonly at: string;
  readonly cache?: CacheMark;
}

export interface TextBlock extends BlockBase {
  readonly kind: 'text';
  readonly text: string;
}

export type MediaSource =
  /** Standard Base64, without the `data:` prefix. */
  | { readonly type: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly type: 'url'; readonly url: string };

export interface ImageBlock extends BlockBase {
  readonly kind: 'image';
  readonly source: MediaSource;
}

export interface DocumentBlock extends BlockBase {
  readonly kind: 'document';
  readonly source: MediaSource | { readonly type: 'text'; readonly text: string };
  /** File name or title as the client gave it. */
  readonly name?: string;
  /** Anthropic: what the document is about. */
  readonly context?: string;
  readonly citations?: boolean;
}

export interface ToolCallBlock extends BlockBase {
  readonly kind: 'tool_call';
  readonly id: string;
  readonly name: string;
  /** An object, in the caller's digits and order. */
  readonly input: RawJson;
}

export interface ToolResultBlock extends BlockBase {
  readonly kind: 'tool_result';
  readonly callId: string;
  readonly content: readonly (TextBlock | ImageBlock | DocumentBlock)[];
  readonly isError?: boolean;
}

/** What a model thought, to be given back to it unchanged. */
export interface ReasoningBlock extends BlockBase {
  readonly kind: 'reasoning';
  /** May be empty: some models give a signature alone. */
  readonly text: string;
  readonly signature?: string;
}

export interface RedactedReasoningBlock extends BlockBase {
  readonly kind: 'redacted_reasoning';
  readonly data: string;
}

export type Block =
  | TextBlock
  | ImageBlock
  | DocumentBlock
  | ToolCallBlock
  | ToolResultBlock
  | ReasoningBlock
  | RedactedReasoningBlock;

/** A function that the model may ask for. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the input, as written; undefined: no parameters. */
  readonly parameters?: RawJson;
  readonly strict?: boolean;
  readonly cache?: CacheMark;
  readonly at: string;
}

export type ToolChoice =
  | { readonly mode: 'auto' | 'none' | 'required' }
  | { readonly mode: 'tool'; readonly name: string };

/** Ordered from least to most. */
export const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof efforts)[number];

export type Reasoning =
  | { readonly mode: 'off' }
  | { readonly mode: 'effort'; readonly effort: Effort }
  /** Tokens to think with. */
  | { readonly mode: 'budget'; readonly tokens: number }
  | { readonly mode: 'adaptive'; readonly effort?: Effort };

export type Format =
  | {
      readonly type: 'json_schema';
      readonly name: string;
      readonly schema: RawJson;
      readonly strict?: boolean;
      readonly description?: string;
    }
  | { readonly type: 'json_object' };

export interface Settings {
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly stop?: readonly string[];
  readonly reasoning?: Reasoning;
  readonly format?: Format;
  /** In the client's word: `auto`, `default`, `flex`, `priority`, `standard_only`, `reserved`. */
  readonly serviceTier?: string;
  /** The end user, already turned into a keyed pseudonym. */
  readonly user?: string;
  readonly metadata?: ReadonlyMap<string, string>;
}
