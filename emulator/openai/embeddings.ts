import { createHash } from 'node:crypto';
import { type Fields, isStringArray } from '../server/json.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { invalidRequest } from './api-failure.ts';
import { invalidValue } from './parameters.ts';
import { modelHeaders } from './provider-headers.ts';
import { readModel, readRequestBody } from './request-body.ts';
import { tokenize } from './tokens.ts';

const FORMATS = ['float', 'base64'];

type EmbeddingInput = { key: string; tokens: number };

/** `POST /v1/embeddings`: equal inputs get equal unit vectors; nearness means nothing. */
export function embeddings(body: Buffer): Reply {
  const fields = readRequestBody(body);
  const model = readModel(fields, 'embedding');
  const dimensions = readDimensions(fields, model.dimensions);
  const format = fields['encoding_format'] ?? 'float';
  if (typeof format !== 'string' || !FORMATS.includes(format)) {
    throw invalidValue('encoding_format', String(format), FORMATS);
  }
  const inputs = readInputs(fields);
  const data = inputs.map(({ key }, index) => {
    const vector = unitVector(key, dimensions);
    const embedding = format === 'base64' ? encode(vector) : Array.from(vector, shorten);
    return { object: 'embedding', index, embedding };
  });
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  const headers = modelHeaders('application/json', tokens, model.snapshot);
  const list = { object: 'list', data, model: model.snapshot, usage };
  return jsonReply(200, list, { headers, indent: 2 });
}

function readDimensions(fields: Fields, full: number): number {
  const dimensions = fields['dimensions'] ?? full;
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions)) {
    throw invalidRequest("'dimensions' must be an integer", null, null);
  }
  if (dimensions >= 1 && dimensions <= full) return dimensions;
  const isLow = dimensions < 1;
  const relation = isLow ? 'less than the minimum of 1' : `greater than the maximum of ${full}`;
  throw invalidRequest(`${dimensions} is ${relation} - 'dimensions'`, null, null);
}

function readInputs(fields: Fields): EmbeddingInput[] {
  const input = fields['input'];
  if (typeof input === 'string') return [fromText(input)];
  if (isStringArray(input) && input.length > 0) return input.map(fromText);
  if (!Array.isArray(input) || input.length === 0) {
    throw invalidRequest("'$.input' is invalid.", null, null);
  }
  const isBatch = input.every((item) => Array.isArray(item));
  return (isBatch ? input : [input]).map(fromTokens);
}

function fromText(text: string): EmbeddingInput {
  if (text === '') throw invalidRequest("'$.input' is invalid: empty string.", null, null);
  return { key: text, tokens: tokenize(text).length };
}

function fromTokens(tokens: unknown): EmbeddingInput {
  return { key: JSON.stringify(tokens), tokens: Array.isArray(tokens) ? tokens.length : 0 };
}

function unitVector(key: string, dimensions: number): Float32Array {
  const bytes = createHash('shake256', { outputLength: dimensions * 2 })
    .update(key)
    .digest();
  const raw = Float32Array.from(
    { length: dimensions },
    (_, at) => bytes.readInt16LE(at * 2) / 32_768,
  );
  const norm = Math.hypot(...raw) || 1;
  return raw.map((value) => value / norm);
}

function encode(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

// Eight digits hold a 32-bit float, as in the provider's JSON.
function shorten(value: number): number {
  return Number(value.toPrecision(8));
}
