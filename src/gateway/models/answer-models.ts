import { asMonagoError, MonagoError } from '../../domain/errors.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import { beginExchange, elapsedMs } from '../exchange.ts';
import type { Gateway } from '../gateway-ports.ts';
import { type GatewayRequest, shapeOf } from '../gateway-request.ts';
import { shown } from '../prompt/target-of.ts';
import { ownErrorBody, ownErrorHeaders } from '../reply/error-reply.ts';
import { monagoHeaders } from '../reply/monago-headers.ts';
import { requestIdHeaders } from '../reply/response-headers.ts';
import { authenticate } from '../stages/authenticate.ts';
import {
  anthropicList,
  anthropicModel,
  openAiList,
  openAiModel,
  type Page,
} from './model-lists.ts';
import { offeredModels } from './offered-models.ts';

/**
 * Answers what models there are, from what Monago knows: no provider is asked and no key is used, so that there is nothing
 * to audit but a token that was refused. Never throws.
 */
export async function answerModels(
  request: GatewayRequest,
  reply: ReplyChannel,
  use: Gateway,
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
    const body = JSON.stringify(listOf(request, offeredModels(caller.tenantId, use.directory)));
    send(200, ['content-type', 'application/json', 'cache-control', 'no-store'], Buffer.from(body));
  } catch (thrown) {
    const error = asMonagoError(thrown);
    const shape = shapeOf(request);
    send(error.status, ownErrorHeaders(shape, error), ownErrorBody(shape, error, requestId));
  }
}

function listOf(request: GatewayRequest, models: ReturnType<typeof offeredModels>): object {
  const isAnthropic = shapeOf(request) === 'anthropic';
  const id = request.params['id'];
  if (id === undefined) {
    return isAnthropic ? anthropicList(models, pageOf(request.query)) : openAiList(models);
  }
  const found =
    models.find((model) => model.id === id) ?? models.find(({ aliases }) => aliases.includes(id));
  if (found !== undefined) return isAnthropic ? anthropicModel(found) : openAiModel(found);
  throw new MonagoError('model_not_found', {
    message: `The model \`${shown(id)}\` does not exist or you may not use it.`,
    param: 'model',
  });
}

const limitMax = 1_000;
const limitDefault = 20;

function pageOf(query: string): Page {
  const found = new URLSearchParams(query);
  const limit = Number(found.get('limit') ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    throw new MonagoError('invalid_request', {
      message: `limit: a whole number from 1 to ${limitMax} is expected.`,
      param: 'limit',
    });
  }
  return {
    limit,
    afterId: found.get('after_id') ?? undefined,
    beforeId: found.get('before_id') ?? undefined,
  };
}
