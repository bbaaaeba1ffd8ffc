import type { Wire } from '../../domain/protocol/wire.ts';
import type { GatewayRequest } from '../gateway-request.ts';

const always: ReadonlySet<string> = new Set([
  'content-type',
  'accept',
  'user-agent',
  'idempotency-key',
  'x-client-request-id',
]);
const alwaysPrefix = 'x-stainless-';

/** What clients of each format tell the provider in headers, beside what they tell everyone. */
const ofWire: Readonly<Record<Wire, readonly string[]>> = {
  chat: ['openai-beta'],
  embeddings: ['openai-beta'],
  opaque: ['openai-beta'],
  responses: [
    'openai-beta',
    'originator',
    'session-id',
    'session_id',
    'thread-id',
    'x-codex-',
    'x-openai-subagent',
  ],
  messages: [
    'anthropic-version',
    'anthropic-beta',
    'anthropic-dangerous-direct-browser-access',
    'x-app',
    'x-claude-code-session-id',
  ],
  converse: ['x-amzn-bedrock-'],
  // Claude Code names its opt-ins here as well as in the body, and Bedrock heeds both.
  invoke: ['x-amzn-bedrock-', 'anthropic-beta'],
};

/**
 * What of the client's headers the provider gets to see: a short list, so that tokens, cookies, internal addresses and
 * another organisation's ids never leave by being forgotten.
 */
export function upstreamHeaders(
  { headers }: Pick<GatewayRequest, 'headers'>,
  wire: Wire,
): Readonly<Record<string, string>> {
  const names = ofWire[wire];
  const kept: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') continue;
    if (
      always.has(name) ||
      name.startsWith(alwaysPrefix) ||
      names.some((known) => fits(name, known))
    )
      kept[name] = value;
  }
  // The answer is read on its way: a compressed one could not be.
  kept['accept-encoding'] = 'identity';
  return kept;
}

/** The headers of a request that was written anew for another format. */
export function translatedRequestHeaders(
  isStream: boolean,
  wire: Wire,
): Readonly<Record<string, string>> {
  const stream =
    wire === 'converse' || wire === 'invoke'
      ? 'application/vnd.amazon.eventstream'
      : 'text/event-stream';
  return {
    'content-type': 'application/json',
    accept: isStream ? stream : 'application/json',
    'accept-encoding': 'identity',
  };
}

function fits(name: string, known: string): boolean {
  return known.endsWith('-') ? name.startsWith(known) : name === known;
}
