import type { AnswerFault } from '../answer.ts';
import { readFault } from '../converse/fault.ts';
import { spliceMembers } from '../json-splice.ts';
import { emitJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import type { StreamFrame } from '../stream-frame.ts';

const errorTypes: Readonly<Record<AnswerFault['kind'], string>> = {
  overloaded: 'overloaded_error',
  rate_limited: 'rate_limit_error',
  timeout: 'timeout_error',
  invalid_request: 'invalid_request_error',
  server_error: 'api_error',
};

/**
 * The event of Anthropic's stream that a frame of InvokeModelWithResponseStream holds, its JSON as it is but for
 * Bedrock's own measurements. An exception stays one, in the words of Anthropic's `error` event.
 * @returns undefined for a frame that nobody has heard of
 * @throws SyntaxError for a chunk that does not hold JSON
 */
export function fromInvokeFrame(frame: StreamFrame): StreamFrame | undefined {
  if (frame.isException === true) return errorEvent(readFault(frame));
  const bytes = frame.event === 'chunk' ? stringIn(parseJsonTree(frame.data), 'bytes') : undefined;
  if (bytes === undefined) return undefined;
  const text = decodeUtf8(bytes);
  const event = stringIn(parseJsonTree(text), 'type');
  if (event === undefined) throw new SyntaxError('not an event of Anthropic Messages');
  return { event, data: spliceMembers(text, { 'amazon-bedrock-invocationMetrics': undefined }) };
}

function errorEvent({ kind, message }: AnswerFault): StreamFrame {
  const error = { type: errorTypes[kind], message };
  return { event: 'error', data: emitJson({ type: 'error', error }), isException: true };
}

function stringIn(node: JsonNode, name: string): string | undefined {
  const member = node.kind === 'object' ? node.members.get(name) : undefined;
  return member?.kind === 'string' ? member.value : undefined;
}

/** @throws SyntaxError for what is not Base64 (RFC 4648) */
function decodeUtf8(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    throw new SyntaxError('not Base64');
  }
}
