import { MonagoError } from '../../domain/errors.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import type { Gateway } from '../gateway-ports.ts';
import { type GatewayRequest, shapeOf } from '../gateway-request.ts';
import { shown } from '../prompt/target-of.ts';
import { answerItself } from '../reply/answer-itself.ts';
import {
  anthropicList,
  anthropicModel,
  openAiList,
  openAiModel,
  type Page,
} from './model-lists.ts';
import { offeredModels } from './offered-models.ts';

/** Answers what models there are. Never throws. */
export function answerModels(
  request: GatewayRequest,
  reply: ReplyChannel,
  use: Gateway,
): Promise<void> {
  return answerItself(request, reply, {
    use,
    answer: ({ tenantId }) => listOf(request, offeredModels(tenantId, use.directory)),
  });
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
