import { type Fields, isFields } from '../server/json.ts';
import { type ApiFailure, invalidRequest } from './api-failure.ts';
import { invalidType, missingParameter } from './parameters.ts';

const CALL_ID_CHARACTERS_MAX = 40;

/** The calls that wait for their results; undefined where no result may stand. */
type Open = readonly string[] | undefined;

/** Every tool result follows its call, and every call has its result, as chat demands. */
export function requirePairedToolCalls(messages: readonly unknown[]): void {
  let open: Open;
  for (const [index, message] of messages.entries()) {
    if (isFields(message)) open = follow(open, message, index);
  }
  requireNoneOpen(open, messages.length);
}

function follow(open: Open, message: Fields, index: number): Open {
  if (message['role'] !== 'tool') {
    requireNoneOpen(open, index);
    return callIds(message, `messages[${index}]`);
  }
  if (open === undefined) throw resultWithoutCall(index);
  const id = message['tool_call_id'];
  if (typeof id !== 'string') throw missingParameter(`messages[${index}].tool_call_id`);
  return open.filter((waiting) => waiting !== id);
}

function requireNoneOpen(open: Open, index: number): void {
  if (open !== undefined && open.length > 0) throw callWithoutResult(index, open);
}

function callIds(message: Fields, name: string): Open {
  const calls = message['tool_calls'];
  if (message['role'] !== 'assistant' || !Array.isArray(calls)) return undefined;
  return calls.map((call: unknown, at) => readCallId(call, `${name}.tool_calls[${at}]`));
}

function readCallId(call: unknown, name: string): string {
  if (!isFields(call)) throw invalidType(name, 'an object', call);
  const id = call['id'];
  if (typeof id !== 'string') throw missingParameter(`${name}.id`);
  requireLength(id, CALL_ID_CHARACTERS_MAX, `${name}.id`);
  if (call['type'] === 'custom') return id;
  const target = call['function'];
  if (!isFields(target)) throw missingParameter(`${name}.function`);
  if (typeof target['arguments'] !== 'string') {
    throw invalidType(`${name}.function.arguments`, 'a string', target['arguments']);
  }
  return id;
}

/** A string that the provider keeps in a column of limited width. */
export function requireLength(text: string, max: number, name: string): void {
  if (text.length <= max) return;
  const message = `Invalid '${name}': string too long. Expected a string with maximum length ${max}, but got a string with length ${text.length} instead.`;
  throw invalidRequest(message, name, 'string_above_max_length');
}

function resultWithoutCall(index: number): ApiFailure {
  const message =
    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
  return invalidRequest(message, `messages.[${index}].role`, null);
}

function callWithoutResult(index: number, ids: readonly string[]): ApiFailure {
  const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids.join(', ')}`;
  return invalidRequest(message, `messages.[${index}].role`, null);
}
