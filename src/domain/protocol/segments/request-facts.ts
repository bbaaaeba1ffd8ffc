import type { Wire } from '../wire.ts';
import { type Fields, isFields, listOf } from './segment.ts';

/** What a request says about itself besides its texts. */
export interface RequestFacts {
  readonly messages: number;
  readonly hasSystem: boolean;
  /** Undefined where the client sets no limit. */
  readonly maxOutputTokens: number | undefined;
}

export function requestFacts(body: Fields, wire: Wire): RequestFacts {
  const messages = [...listOf(body['messages']), ...listOf(body['input'])];
  const limit = outputLimitPaths[wire].map((path) => valueAt(body, path)).find(isNumber);
  return {
    messages: messages.length === 0 ? 1 : messages.length,
    hasSystem: hasText(body['system']) || hasText(body['instructions']) || messages.some(isSystem),
    maxOutputTokens: limit,
  };
}

/** Where each format has the most tokens that the model may write; the first one is where a limit is put. */
export const outputLimitPaths: Readonly<Record<Wire, readonly (readonly [string, ...string[]])[]>> =
  {
    chat: [['max_completion_tokens'], ['max_tokens']],
    messages: [['max_tokens']],
    invoke: [['max_tokens']],
    responses: [['max_output_tokens']],
    converse: [['inferenceConfig', 'maxTokens']],
    embeddings: [],
    opaque: [['max_tokens']],
  };

function valueAt(body: Fields, path: readonly string[]): unknown {
  let value: unknown = body;
  for (const name of path) value = isFields(value) ? value[name] : undefined;
  return value;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function hasText(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== '';
}

function isSystem(message: unknown): boolean {
  if (!isFields(message)) return false;
  return message['role'] === 'system' || message['role'] === 'developer';
}
