import { asMonagoError } from '../../domain/errors.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import { beginExchange, type Caller, elapsedMs } from '../exchange.ts';
import type { Gateway } from '../gateway-ports.ts';
import { type GatewayRequest, shapeOf } from '../gateway-request.ts';
import { authenticate } from '../stages/authenticate.ts';
import { ownErrorBody, ownErrorHeaders } from './error-reply.ts';
import { monagoHeaders } from './monago-headers.ts';
import { requestIdHeaders } from './response-headers.ts';

/**
 * Answers from what Monago knows itself: no provider is asked and no key is used, so that there is nothing to audit but a
 * token that was refused. Never throws.
 */
export async function answerItself(
  request: GatewayRequest,
  reply: ReplyChannel,
  { use, answer }: { readonly use: Gateway; readonly answer: Answerer },
): Promise<void> {
  const exchange = beginExchange(request, reply, use);
  const { requestId } = exchange;
  const ids = requestIdHeaders(requestId);
  const send = (status: number, headers: readonly string[], body: Buffer) => {
    const closing = { latencyMs: elapsedMs(exchange), costMicroUsd: undefined };
    const length = ['content-length', String(body.length)];
    reply.head(status, [...headers, ...ids, ...length, ...monagoHeaders(exchange, closing)]);
    reply.end(body);
  };
  try {
    const caller = await authenticate(exchange);
    const body = JSON.stringify(await answer(caller));
    send(200, ['content-type', 'application/json', 'cache-control', 'no-store'], Buffer.from(body));
  } catch (thrown) {
    const error = asMonagoError(thrown);
    const shape = shapeOf(request);
    send(error.status, ownErrorHeaders(shape, error), ownErrorBody(shape, error, requestId));
  }
}

/** Makes the body, or throws what the client gets instead. */
export type Answerer = (caller: Caller) => object | Promise<object>;
