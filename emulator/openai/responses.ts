import type { InputTokenCountResponse } from 'openai/resources/responses/input-tokens';
import { newIdentifier } from '../server/identifier.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { answerTurn } from './answer.ts';
import { engineHeaders } from './provider-headers.ts';
import { describeResponse, endOf } from './response-object.ts';
import { outputItems } from './response-output.ts';
import { readResponseRequest } from './response-request.ts';
import type { ResponseStore } from './response-store.ts';
import { responseStream } from './response-stream.ts';

const ID_CHARACTERS = 50;

/** `POST /v1/responses`, unary or as a stream; what is to be stored is stored either way. */
export function createResponse(body: Buffer, store: ResponseStore): Reply {
  const request = readResponseRequest(body, store);
  const answer = answerTurn(request);
  const items = outputItems(request, answer);
  const id = newIdentifier('resp_', ID_CHARACTERS);
  const identity = { id, createdAt: Math.floor(Date.now() / 1000) };
  const response = describeResponse(request, identity, endOf(answer, items));
  if (request.store) {
    const { input } = request;
    store.keep({ response, input, conversation: [...request.conversation, ...response.output] });
  }
  if (request.stream) {
    const headers = engineHeaders('text/event-stream; charset=utf-8', answer.promptTokens);
    return { status: 200, headers, ...responseStream(request, identity, { answer, items }) };
  }
  const headers = engineHeaders('application/json', answer.promptTokens);
  // Who asks for background work gets a receipt and comes back for the rest.
  const reply = request.background
    ? describeResponse(request, identity, { status: 'queued' })
    : response;
  return jsonReply(200, reply, { headers, indent: 2 });
}

/** `POST /v1/responses/input_tokens`: what the same request would count as input. */
export function countInputTokens(body: Buffer, store: ResponseStore): Reply {
  const { promptTokens } = readResponseRequest(body, store);
  const count = {
    object: 'response.input_tokens',
    input_tokens: promptTokens,
  } satisfies InputTokenCountResponse;
  return jsonReply(200, count, { headers: engineHeaders('application/json', 1), indent: 2 });
}
