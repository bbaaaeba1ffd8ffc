import type {
  ErrorObject as AnthropicError,
  ErrorResponse,
} from '@anthropic-ai/sdk/resources/index.js';
import type * as Anthropic from '@anthropic-ai/sdk/resources/messages/messages.js';
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models.js';
import type * as Aws from '@aws-sdk/client-bedrock-runtime';
import type * as Chat from 'openai/resources/chat/completions/completions.js';
import type { Model } from 'openai/resources/models.js';
import type * as Responses from 'openai/resources/responses/responses.js';
import type { ErrorObject } from 'openai/resources/shared.js';

/**
 * What each kind of body that Monago writes itself has to be, in the words of the providers' own clients. Every
 * deviation is a type of its own below, with its reason.
 */
export interface OfficialTypes {
  'chat.answer': ChatAnswer;
  'chat.chunk': ChatChunk;
  'chat.request': Chat.ChatCompletionCreateParams;
  'openai.error': { readonly error: ErrorObject };
  'openai.model': Model;
  'openai.models': { readonly object: 'list'; readonly data: readonly Model[] };
  'responses.answer': WholeResponse;
  'responses.event': ResponseEvent;
  'messages.answer': Message;
  'messages.event': MessageEvent;
  'messages.request': Anthropic.MessageCreateParams & Sampling;
  'anthropic.error': MessagesError;
  'anthropic.model': ModelInfo;
  'anthropic.models': ModelInfoPage;
  'converse.answer': Json<Aws.ConverseResponse>;
  'converse.event': Json<ConverseEvent>;
  'converse.request': Json<Omit<Aws.ConverseRequest, 'modelId'>>;
  'invoke.request': InvokeRequest;
  'bedrock.error': BedrockError;
}

/** As AWS puts it on the wire: blobs in Base64, times as numbers, failures as their message. */
export type Json<T> = T extends Uint8Array
  ? string
  : T extends Date
    ? number
    : T extends readonly (infer Item)[]
      ? Json<Item>[]
      : T extends Error
        ? Json<Omit<T, Exclude<keyof Error, 'message'> | `$${string}`>>
        : T extends object
          ? { [K in keyof T]: Json<T[K]> }
          : T;
export type ConverseEvent = Exclude<Aws.ConverseStreamOutput, { $unknown: unknown }>;

/** The client's own page type is a class with methods. */
export interface ModelInfoPage {
  readonly data: readonly ModelInfo[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

/** The SDK puts `output_text` there itself. `store` is in every recorded answer of the API. */
type WholeResponse = Omit<Responses.Response, 'output_text'> & { readonly store?: boolean };
type ResponseEvent = Responses.ResponseStreamEvent extends infer Event
  ? Event extends { readonly response: Responses.Response }
    ? Omit<Event, 'response'> & { readonly response: WholeResponse }
    : Event extends Responses.ResponseErrorEvent
      ? Event & { readonly error?: StreamError }
      : Event
  : never;
/** Recorded: the API tells of an error one level deeper than the type has it, and clients throw only at that. */
export interface StreamError {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
}

/**
 * Two members that no type of OpenAI's has: what a model thought, as the servers show it that think aloud in chat, and
 * the same block by block, so that a client can give it back with its signatures.
 */
interface Thoughts {
  readonly reasoning_content?: string;
  readonly thinking_blocks?: readonly ThinkingBlock[];
}
type ThinkingBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature?: string }
  | { readonly type: 'redacted_thinking'; readonly data: string };

type ChatAnswer = Omit<Chat.ChatCompletion, 'choices'> & {
  readonly choices: readonly (Omit<Chat.ChatCompletion.Choice, 'message'> & {
    readonly message: Chat.ChatCompletionMessage & Thoughts;
  })[];
};
type ChatChunk = Omit<Chat.ChatCompletionChunk, 'choices'> & {
  readonly choices: readonly (Omit<Chat.ChatCompletionChunk.Choice, 'delta'> & {
    readonly delta: Chat.ChatCompletionChunk.Choice.Delta & Thoughts;
  })[];
};

/** Clients of API version 2023-06-01 do not take null for "no citations", those of 2026-10-21 miss nothing. */
type WithoutCitations<Block> = Block extends { readonly type: 'text' }
  ? Omit<Block, 'citations'> & Partial<Pick<Block, 'citations' & keyof Block>>
  : Block;
type Message = Omit<Anthropic.Message, 'content'> & {
  readonly content: readonly WithoutCitations<Anthropic.ContentBlock>[];
};
type MessageEvent =
  | (Anthropic.RawMessageStreamEvent extends infer Event
      ? Event extends Anthropic.RawContentBlockStartEvent
        ? Omit<Event, 'content_block'> & {
            readonly content_block: WithoutCitations<Event['content_block']>;
          }
        : Event extends Anthropic.RawMessageStartEvent
          ? Omit<Event, 'message'> & { readonly message: Message }
          : Event
      : never)
  /** Sent by the API and passed over by its clients, which is why they have no type for it. */
  | { readonly type: 'ping' }
  | MessagesErrorEvent;

/**
 * The API has `details.error_code` in its errors and the client reads it from there, but the type of the error leaves it
 * to be found; the documented type for too large a request is in none of the client's lists.
 */
export type MessagesError = Omit<ErrorResponse, 'error'> & {
  readonly error: (
    | AnthropicError
    | { readonly type: 'request_too_large'; readonly message: string }
  ) & {
    readonly details?: { readonly error_code: string };
  };
};

/** Within a stream the id of the request need not be told again. */
export type MessagesErrorEvent = Omit<MessagesError, 'request_id'> &
  Partial<Pick<MessagesError, 'request_id'>>;

/** Monago asks in API version 2023-06-01, which takes these from some models; the types are of 2026-10-21. */
interface Sampling {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
}

/** InvokeModel takes any bytes: what Claude wants there is its Messages API with the headers in the body. */
type InvokeRequest = Omit<Anthropic.MessageCreateParams, 'model' | 'stream'> &
  Sampling & {
    readonly anthropic_version: 'bedrock-2023-05-31';
    readonly anthropic_beta?: readonly string[];
  };

/** AWS says what kind of error it is in a header. The code is Monago's own, or the provider's. */
interface BedrockError {
  readonly message: string;
  readonly code?: string;
  readonly 'x-amzn-errortype': ExceptionName;
}
/** The client makes these names into classes, and all others into an exception of its general kind. */
export type ExceptionName =
  | Extract<keyof typeof Aws, `${string}Exception`>
  | 'UnrecognizedClientException';
