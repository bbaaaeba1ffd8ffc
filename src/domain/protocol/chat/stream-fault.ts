import type { AnswerFault } from '../answer.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import { member, numberOf, textOf } from './answer-node.ts';

const kinds: readonly (readonly [words: RegExp, kind: AnswerFault['kind']])[] = [
  [/rate_limit|insufficient_quota|too_many_requests|429/, 'rate_limited'],
  [/overloaded|unavailable|capacity|503|529/, 'overloaded'],
  [/timeout|timed_out|408|504/, 'timeout'],
  [/invalid_request|invalid_prompt|context_length|400/, 'invalid_request'],
];

/** The failure that a chunk tells of, if it does: `{"error": {message, type, code}}`, or a bare message. */
export function readStreamFault(chunk: JsonNode): AnswerFault | undefined {
  const error = member(chunk, 'error');
  if (error === undefined || (error.kind === 'literal' && !error.value)) return undefined;
  const code = textOf(error, 'code') ?? numberOf(error, 'code') ?? '';
  const words = `${textOf(error, 'type') ?? ''} ${code}`;
  return {
    kind: kinds.find(([pattern]) => pattern.test(words))?.[1] ?? 'server_error',
    message: messageOf(error),
  };
}

function messageOf(error: JsonNode): string {
  const message = error.kind === 'string' ? error.value : textOf(error, 'message');
  return message || 'The provider failed in the middle of its answer.';
}

/** A chunk, or the failure of a provider that sends something else. */
export function parseChunk(data: string): { readonly chunk: JsonNode } | AnswerFault {
  try {
    return { chunk: parseJsonTree(data) };
  } catch {
    return { kind: 'server_error', message: 'The provider sent a chunk that is not JSON.' };
  }
}
