import type { MessageTokensCount } from '@anthropic-ai/sdk/resources/messages';
import { newIdentifier } from '../server/identifier.ts';
import { type Fields, isFields } from '../server/json.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { answerMessage } from './answer-message.ts';
import { errorBody, invalidRequest, overloaded } from './api-failure.ts';
import { type Dialect, isLatest } from './api-version.ts';
import { readCountRequest } from './message-request.ts';
import { findOffered } from './model-catalogue.ts';
import { countPromptTokens, type PromptCache } from './prompt-cache.ts';
import type { EngineHeaders } from './provider-headers.ts';

/** What one emulator remembers from call to call. */
export type Engine = { promptCache: PromptCache; headers: EngineHeaders };

export type MessageCall = { body: Buffer; dialect: Dialect; isBeta: boolean };

/** `POST /v1/messages`, in one piece or as a stream. */
export function createMessage({ body, dialect, isBeta }: MessageCall, engine: Engine): Reply {
  const fields = parse(body);
  const streaming = fields['stream'] === true;
  const { promptCache } = engine;
  const context = { ...dialect, isBeta, streaming, promptCache, findModel: findOffered };
  const answer = answerMessage(fields, context);
  const tokens = { input: answer.inputTokens, output: answer.outputTokens };
  if (!streaming) {
    const headers = engine.headers('application/json', tokens);
    return jsonReply(200, answer.message, { headers, indent: 0 });
  }
  const headers = engine.headers('text/event-stream; charset=utf-8', tokens);
  const error = errorBody(overloaded(), newIdentifier('req_011C', 20));
  return {
    status: 200,
    headers: { ...headers, 'cache-control': 'no-cache' },
    frames: withPing(answer.events).map(frame),
    errorFrame: frame(error),
  };
}

/** `POST /v1/messages/count_tokens`. */
export function countTokens({ body, dialect, isBeta }: MessageCall, engine: Engine): Reply {
  const { fields } = readCountRequest(parse(body), dialect, findOffered);
  const counted: MessageTokensCount = { input_tokens: Math.max(1, countPromptTokens(fields)) };
  const edits = fields['context_management'];
  const original = isFields(edits) ? { original_input_tokens: counted.input_tokens } : null;
  const speaksOfEdits = isBeta && (isLatest(dialect) || original !== null);
  const value = speaksOfEdits ? { ...counted, context_management: original } : counted;
  const headers = engine.headers('application/json', { input: 0, output: 0 });
  return jsonReply(200, value, { headers, indent: 0 });
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw invalidRequest('The request body is not valid JSON');
}

type Payload = Fields & { readonly type: string };

// The first ping follows the opening of the first block; where there is none, the opening of the message.
function withPing(events: readonly Payload[]): Payload[] {
  const at = events[1]?.type === 'content_block_start' ? 2 : 1;
  return events.toSpliced(at, 0, { type: 'ping' });
}

function frame(payload: Payload): Buffer {
  return Buffer.from(`event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`);
}
