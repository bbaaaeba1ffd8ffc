import { MonagoError } from '../../domain/errors.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { type GatewayRequest, headerOf } from '../gateway-request.ts';
import { formField } from '../prompt/form-field.ts';
import { estimateTokens, type Prompt } from '../prompt/prompt.ts';
import { readJsonObject } from '../prompt/read-json.ts';
import { type Target, targetOf } from '../prompt/target-of.ts';

/**
 * Reads the body as far as it has to be understood, and finds out who is asked; everything else is the provider's
 * business.
 * @throws MonagoError `invalid_request`, `model_not_found`, `unsupported_media_type`, and those of `readBody`
 */
export async function readPrompt(caller: Caller, exchange: Exchange): Promise<Prompt> {
  const { request } = exchange;
  if (request.endpoint.purpose === 'stored') return storedPrompt(exchange);
  const read = readerFor(request);
  const body = await request.readBody();
  exchange.body = body;
  return read(body, caller, exchange);
}

type Reader = (body: Buffer, caller: Caller, exchange: Exchange) => Prompt;

const multipartApis: ReadonlySet<string> = new Set(['audio.transcriptions', 'audio.translations']);
const jsonType = /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i;
const opaqueType = /^(?:application\/octet-stream)?$/i;

function readerFor(request: GatewayRequest): Reader {
  const type = headerOf(request, 'content-type') ?? '';
  if (multipartApis.has(request.api)) {
    if (/^multipart\/form-data\s*;/i.test(type)) return readForm;
    throw new MonagoError('unsupported_media_type', {
      message: 'Send the body as multipart/form-data.',
    });
  }
  if (jsonType.test(type)) return readJson;
  // To AWS's clients this body is opaque, and unless told they say so; it is read as JSON all the same.
  if (request.endpoint.wire === 'invoke' && opaqueType.test(type)) return readJson;
  throw new MonagoError('unsupported_media_type');
}

function readJson(body: Buffer, caller: Caller, exchange: Exchange): Prompt {
  const { endpoint, params } = exchange.request;
  const members = readJsonObject(body);
  const modelRequested = params['id'] ?? modelIn(members);
  const target = find(modelRequested, caller, exchange);
  return {
    body,
    members,
    modelRequested,
    ...target,
    isStream: endpoint.isStream ?? members['stream'] === true,
    isInspectable: true,
    tokenEstimate: estimateTokens(body.length),
  };
}

function modelIn(members: Readonly<Record<string, unknown>>): string {
  const model = members['model'];
  if (typeof model === 'string' && model !== '') return model;
  throw new MonagoError('invalid_request', {
    message: 'You must provide a model parameter.',
    param: 'model',
  });
}

function find(model: string, { tenantId }: Caller, exchange: Exchange): Target {
  exchange.modelRequested = model;
  const { aliases } = exchange.use.directory.gatewaySettings(tenantId);
  return targetOf({ model, aliases, only: exchange.request.endpoint.provider });
}

function readForm(body: Buffer, caller: Caller, exchange: Exchange): Prompt {
  const modelRequested = formField(body, 'model') ?? 'unknown';
  // A form is forwarded as it is, so the name in it must be the provider's own.
  exchange.modelRequested = modelRequested;
  const { provider } = find(modelRequested, caller, exchange);
  return {
    body,
    members: {},
    modelRequested,
    provider,
    model: modelRequested,
    isStream: formField(body, 'stream') === 'true',
    isInspectable: false,
    tokenEstimate: estimateTokens(body.length),
  };
}

const empty = Buffer.alloc(0);

/** An answer that is already there is asked for by its id alone. */
function storedPrompt(exchange: Exchange): Prompt {
  exchange.body = empty;
  return {
    body: empty,
    members: {},
    modelRequested: 'unknown',
    model: 'unknown',
    provider: exchange.request.endpoint.provider ?? 'openai',
    isStream: false,
    isInspectable: true,
    tokenEstimate: 0,
  };
}
