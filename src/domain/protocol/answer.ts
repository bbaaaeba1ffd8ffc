import type { RawJson } from './json-text.ts';

/** Why a model stopped. `unknown`: a reason that this version has not heard of; it ends the answer like `end`. */
export type StopReason =
  | 'end'
  | 'stop_sequence'
  | 'length'
  | 'tool_calls'
  | 'content_filter'
  | 'pause'
  | 'unknown';

/** Tokens as the provider counted them. What is undefined was not told. */
export interface TokenUsage {
  /** All of the input, cached and newly cached tokens included. */
  readonly input: number;
  /** All of the output, reasoning included. */
  readonly output: number;
  /** Read from a cache. */
  readonly cached?: number;
  /** Written to a cache, whatever its time to live. */
  readonly cacheWrite?: number;
  /** The part of `cacheWrite` that is kept for an hour. */
  readonly cacheWrite1h?: number;
  readonly reasoning?: number;
}

export type AnswerBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  | {
      readonly kind: 'tool_call';
      readonly id: string;
      readonly name: string;
      /** An object in the model's own digits and order; `{}` where it gave nothing. */
      readonly input: RawJson;
    }
  | { readonly kind: 'reasoning'; readonly text: string; readonly signature?: string }
  | { readonly kind: 'redacted_reasoning'; readonly data: string };

/** A model's whole answer, independent of the format it came in. */
export interface ModelAnswer {
  /** As the provider names it. */
  readonly model?: string;
  readonly content: readonly AnswerBlock[];
  readonly stop: StopReason;
  readonly stopSequence?: string;
  readonly usage?: TokenUsage;
}

/** What the writer of an answer needs beside it. */
export interface AnswerFrame {
  /** Unique, without a prefix: writers put their own before it (`chatcmpl-`, `msg_`, `resp_`). */
  readonly id: string;
  /** As the client asked for it: an alias stays an alias. */
  readonly model: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  /** Chat streams only. */
  readonly includeUsage: boolean;
  /** The names that tools have for the client, where the provider had to be given others. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** Converse only: milliseconds since the request was taken, asked for at the end of the answer. */
  readonly latencyMs?: () => number;
  /** Chat only: the conversation's `legacyFunctions`. */
  readonly legacyFunctions?: boolean;
  /** Responses only: the conversation's `echo`. */
  readonly echo?: ReadonlyMap<string, RawJson>;
}

/** A failure in the middle of an answer, in words that every format has a spelling for. */
export interface AnswerFault {
  readonly kind: 'overloaded' | 'rate_limited' | 'timeout' | 'invalid_request' | 'server_error';
  readonly message: string;
  /** A code of Monago's error table, where the failure is Monago's. */
  readonly code?: string;
}

export type OpenedBlock =
  | { readonly kind: 'text' | 'refusal' | 'reasoning' }
  | { readonly kind: 'tool_call'; readonly id: string; readonly name: string }
  /** Comes whole: no delta follows. */
  | { readonly kind: 'redacted_reasoning'; readonly data: string };

/**
 * A streamed answer, step by step: `start`, then blocks one after the other (`block_start`, `delta`*, `signature`?,
 * `block_stop`), then `stop`, `usage` and `end`. `usage` may come more than once and replaces what came before. A stream
 * that stops without `end` is not whole.
 */
export type AnswerEvent =
  | { readonly type: 'start'; readonly model?: string }
  | { readonly type: 'block_start'; readonly block: OpenedBlock }
  /** More text of the open block, or more of the JSON text of a tool call's input. Never empty. */
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'signature'; readonly signature: string }
  | { readonly type: 'block_stop' }
  | { readonly type: 'stop'; readonly reason: StopReason; readonly stopSequence?: string }
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  /** The provider says that it is over, and that it was all. */
  | { readonly type: 'end' }
  | { readonly type: 'fault'; readonly fault: AnswerFault };
