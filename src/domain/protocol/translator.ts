import type { AnswerEvent, AnswerFault, AnswerFrame, ModelAnswer } from './answer.ts';
import type { Conversation } from './conversation.ts';
import type { JsonObject } from './json-tree.ts';
import type { Ledger } from './ledger.ts';
import type { TargetModel } from './model-abilities.ts';
import type { StreamFrame } from './stream-frame.ts';

/**
 * Reads a client's request. Every member is either carried over or accounted for in the ledger.
 * @throws MonagoError `unsupported_parameter` through the ledger, `invalid_request` with the field at fault
 */
export type RequestReader = (body: JsonObject, ledger: Ledger) => Conversation;

/** A request in the provider's format. */
export interface WrittenRequest {
  /** JSON. */
  readonly body: string;
  /** What tools are called at the provider → what the client called them; only those that had to be renamed. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** Headers without which the provider would not take the body, such as the opt-in to a beta. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Writes a request for a model.
 * @throws MonagoError `unsupported_parameter` through the ledger for what the format or the model cannot take
 */
export type RequestWriter = (
  conversation: Conversation,
  target: TargetModel,
  ledger: Ledger,
) => WrittenRequest;

/** @throws SyntaxError for a body that is not an answer in this format */
export type AnswerReader = (body: string) => ModelAnswer;

/** Writes a whole answer as JSON. */
export type AnswerWriter = (answer: ModelAnswer, frame: AnswerFrame) => string;

/** Reads a stream, frame by frame; it remembers where it is. */
export interface AnswerStreamReader {
  /** Frames that it has not heard of are passed over. */
  push(frame: StreamFrame): readonly AnswerEvent[];
}

/**
 * Writes a stream, event by event. The frames that tell the client that the answer is whole come out of `end` alone, so
 * that they can wait until the outcome is durable.
 */
export interface AnswerStreamWriter {
  /** For every event but `end` and `fault`. */
  push(event: AnswerEvent): readonly StreamFrame[];
  /** The last frames of a whole answer. Blocks that are still open are closed first. */
  end(): readonly StreamFrame[];
  /** The last frames of an answer that is not whole: no client takes it for a whole one. */
  fail(fault: AnswerFault): readonly StreamFrame[];
}
