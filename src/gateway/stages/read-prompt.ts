import { withoutKeys } from '../../domain/credential/key-in-text.ts';
import { MonagoError } from '../../domain/errors.ts';
import { providerOfModel, similarModels } from '../../domain/pricing/model-family.ts';
import type { Exchange } from '../exchange.ts';
import { type GatewayRequest, headerOf } from '../gateway-request.ts';
import { collectTexts } from '../prompt/collect-texts.ts';
import { findJsonFault } from '../prompt/json-fault.ts';
import { estimateTokens, type Prompt } from '../prompt/prompt.ts';

/**
 * Reads the body as far as it has to be understood; everything else is the provider's business.
 * @throws MonagoError `invalid_request`, `model_not_found`, `unsupported_media_type`, and those of `readBody`
 */
export async function readPrompt(exchange: Exchange): Promise<Prompt> {
  const { request } = exchange;
  const read = readerFor(request);
  const body = await request.readBody();
  exchange.body = body;
  return read(body, exchange);
}

type Reader = (body: Buffer, exchange: Exchange) => Prompt;

const multipartApis: ReadonlySet<string> = new Set(['audio.transcriptions', 'audio.translations']);

function readerFor(request: GatewayRequest): Reader {
  // A compressed or otherwise encoded body would pass the detectors unread.
  const isPlain = (headerOf(request, 'content-encoding') ?? 'identity') === 'identity';
  const type = headerOf(request, 'content-type') ?? '';
  if (multipartApis.has(request.api)) {
    if (isPlain && /^multipart\/form-data\s*;/i.test(type)) return readForm;
    throw new MonagoError('unsupported_media_type', {
      message: 'Send the body as multipart/form-data.',
    });
  }
  if (isPlain && /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(type)) return readJson;
  throw new MonagoError('unsupported_media_type');
}

function readJson(body: Buffer, exchange: Exchange): Prompt {
  const { endpoint } = exchange.request;
  const members = parseObject(body);
  const model = members['model'];
  if (typeof model !== 'string' || model === '') {
    throw new MonagoError('invalid_request', {
      message: 'You must provide a model parameter.',
      param: 'model',
    });
  }
  exchange.modelRequested = model;
  return {
    body,
    model,
    provider: endpoint.provider ?? familyOf(model),
    isStream: members['stream'] === true,
    texts: collectTexts(members),
    isInspectable: true,
    tokenEstimate: estimateTokens(body),
  };
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  const text = decode(body);
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    throw new MonagoError('invalid_request', {
      message: `The request body is not valid JSON: ${fault.problem} (at character ${fault.position}).`,
    });
  }
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new MonagoError('invalid_request', { message: 'The request body must be a JSON object.' });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new MonagoError('invalid_request', { message: 'The request body is not valid UTF-8.' });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function familyOf(model: string) {
  const provider = providerOfModel(model);
  if (provider !== undefined) return provider;
  const shown = withoutKeys(model.slice(0, 200))
    .slice(0, 100)
    .replace(/[^\x20-\x7e]|`/g, '?');
  throw new MonagoError('model_not_found', {
    message: `The model \`${shown}\` does not exist or you may not use it. Did you mean one of: ${similarModels(model).join(', ')}?`,
    param: 'model',
  });
}

function readForm(body: Buffer, exchange: Exchange): Prompt {
  const { endpoint } = exchange.request;
  const model = formField(body, 'model') ?? 'unknown';
  exchange.modelRequested = model;
  return {
    body,
    model,
    provider: endpoint.provider ?? familyOf(model),
    isStream: formField(body, 'stream') === 'true',
    texts: [],
    isInspectable: false,
    tokenEstimate: estimateTokens(body),
  };
}

const fieldBytesMax = 512;

/** A short text field of a multipart form (RFC 7578), where it can be read without parsing the files. */
function formField(body: Buffer, name: string): string | undefined {
  const at = body.indexOf(`name="${name}"`);
  if (at < 0) return undefined;
  const part = body.toString('latin1', at, at + fieldBytesMax);
  return /^[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\x20-\x7e]{1,200})\r\n/.exec(part)?.[1];
}
