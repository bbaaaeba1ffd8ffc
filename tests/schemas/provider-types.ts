import type * as Anthropic from '@anthropic-ai/sdk/resources/messages/messages.js';
import type { MessageTokensCount } from '@anthropic-ai/sdk/resources/messages/messages.js';
import type * as Aws from '@aws-sdk/client-bedrock-runtime';
import type * as Chat from 'openai/resources/chat/completions/completions.js';
import type { CreateEmbeddingResponse, Embedding } from 'openai/resources/embeddings.js';
import type { InputTokenCountResponse } from 'openai/resources/responses/input-tokens.js';
import type * as Responses from 'openai/resources/responses/responses.js';
import type { ErrorObject } from 'openai/resources/shared.js';
import type {
  ConverseEvent,
  ExceptionName,
  Json,
  MessagesError,
  MessagesErrorEvent,
  StreamError,
} from './official-types.ts';

/**
 * What each kind of body that a provider writes has to be: the official types, and where recorded answers differ from
 * them, what was recorded.
 */
export interface ProviderTypes {
  'provider chat.answer': ChatAnswer;
  'provider chat.chunk': ChatChunk;
  'provider openai.error': { readonly error: ErrorObject };
  'provider responses.answer': Response;
  'provider responses.event': ResponseEvent;
  'provider responses.deleted': {
    readonly id: string;
    readonly object: 'response';
    readonly deleted: true;
  };
  'provider responses.tokens': InputTokenCountResponse;
  'provider embeddings': Embeddings;
  'provider messages.answer': Anthropic.Message;
  'provider messages.event': MessageEvent;
  'provider 2023 messages.answer': Earlier<Anthropic.Message>;
  'provider 2023 messages.event': Earlier<MessageEvent>;
  'provider messages.tokens': MessageTokensCount;
  'provider anthropic.error': MessagesError;
  'provider converse.answer': Json<Aws.ConverseResponse>;
  'provider converse.event': Padded<Json<ConverseEvent>>;
  'provider bedrock.error': {
    readonly message: string;
    readonly 'x-amzn-errortype': ExceptionName | `${ExceptionName}:${string}`;
  };
}

/** Recorded: the fingerprint may be null, and models that reason have no `logprobs`. */
type ChatAnswer = Omit<Chat.ChatCompletion, 'choices' | 'system_fingerprint'> & {
  readonly system_fingerprint?: string | null;
  readonly choices: readonly (Omit<Chat.ChatCompletion.Choice, 'logprobs'> &
    Partial<Pick<Chat.ChatCompletion.Choice, 'logprobs'>>)[];
};
type ChatChunk = Omit<Chat.ChatCompletionChunk, 'system_fingerprint'> &
  Obfuscated & { readonly system_fingerprint?: string | null };

/** Recorded: what hides the length of each piece from those who watch the line. */
interface Obfuscated {
  readonly obfuscation?: string;
}

/** `output_text` is the client's own addition. Recorded: the other members, and null for usage that is not known yet. */
type Response = Omit<Responses.Response, 'output_text' | 'usage'> & {
  readonly usage?: Responses.ResponseUsage | null;
  readonly store?: boolean;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly max_tool_calls?: number | null;
};
type ResponseEvent = Responses.ResponseStreamEvent extends infer Event
  ? Event extends { readonly response: Responses.Response }
    ? Omit<Event, 'response'> & { readonly response: Response }
    : Event extends Responses.ResponseErrorEvent
      ? Event & { readonly error?: StreamError }
      : Event & Obfuscated
  : never;

/** Clients ask for Base64 and make numbers of it themselves. */
type Embeddings = Omit<CreateEmbeddingResponse, 'data'> & {
  readonly data: readonly (Omit<Embedding, 'embedding'> & {
    readonly embedding: readonly number[] | string;
  })[];
};

type MessageEvent =
  | Anthropic.RawMessageStreamEvent
  /** Passed over by the client, which is why it has no type for it. */
  | { readonly type: 'ping' }
  | MessagesErrorEvent;

/** The types are of API version 2026-10-21. The version before leaves out what it would say null of, and two members more. */
type Earlier<T> = T extends readonly (infer Item)[]
  ? readonly Earlier<Item>[]
  : T extends object
    ? { readonly [K in keyof T as IsOld<K, T[K]> extends true ? K : never]: Earlier<T[K]> } & {
        readonly [K in keyof T as IsOld<K, T[K]> extends true ? never : K]?: Earlier<T[K]>;
      }
    : T;
type IsOld<K, Value> = K extends 'caller' ? false : null extends Value ? false : true;

/** Recorded: every event of Bedrock's streams may be padded. */
type Padded<Event> = Event extends unknown
  ? {
      readonly [K in keyof Event]: Event[K] extends object
        ? Event[K] & { readonly p?: string }
        : Event[K];
    }
  : never;
