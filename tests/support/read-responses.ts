import { MonagoError } from '../../src/domain/errors.ts';
import type { Conversation } from '../../src/domain/protocol/conversation.ts';
import { parseJsonTree } from '../../src/domain/protocol/json-tree.ts';
import { Ledger, type TranslationMode } from '../../src/domain/protocol/ledger.ts';
import { readResponsesRequest } from '../../src/domain/protocol/responses/read-request.ts';

export type Json = Readonly<Record<string, unknown>>;

interface Reading {
  readonly conversation: Conversation;
  readonly ledger: Ledger;
}

/** Reads a request as it is written. */
export function readText(text: string, mode: TranslationMode): Reading {
  const body = parseJsonTree(text);
  if (body.kind !== 'object') throw new Error('the test gives no object');
  const ledger = new Ledger(mode);
  return { conversation: readResponsesRequest(body, ledger), ledger };
}

/** Reads a request with these members; the others are the least that it takes. */
export function read(members: Json, mode: TranslationMode = 'strict'): Reading {
  return readText(JSON.stringify({ model: 'm', input: 'Hi', ...members }), mode);
}

export function turns(input: readonly Json[], mode: TranslationMode = 'strict') {
  return read({ input }, mode).conversation.turns;
}

/** Code and field of the error. */
export function fault(members: Json): readonly [string, string | undefined] {
  try {
    read(members);
  } catch (error) {
    if (error instanceof MonagoError) return [error.code, error.param];
    throw error;
  }
  throw new Error('no fault');
}
