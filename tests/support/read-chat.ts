import { MonagoError } from '../../src/domain/errors.ts';
import { readChatRequest } from '../../src/domain/protocol/chat/read-request.ts';
import type { Conversation } from '../../src/domain/protocol/conversation.ts';
import { parseJsonTree } from '../../src/domain/protocol/json-tree.ts';
import { Ledger, type TranslationMode } from '../../src/domain/protocol/ledger.ts';

export type Json = Readonly<Record<string, unknown>>;

export const user = { role: 'user', content: 'Hi' };
export const weather = { type: 'function', function: { name: 'weather' } };

interface Reading {
  readonly conversation: Conversation;
  readonly ledger: Ledger;
}

/** Reads a request as it is written. */
export function readText(text: string, mode: TranslationMode): Reading {
  const body = parseJsonTree(text);
  if (body.kind !== 'object') throw new Error('the test gives no object');
  const ledger = new Ledger(mode);
  return { conversation: readChatRequest(body, ledger), ledger };
}

/** Reads a request with these members; the others are the least that it takes. */
export function read(members: Json, mode: TranslationMode = 'strict'): Reading {
  return readText(JSON.stringify({ model: 'm', messages: [user], ...members }), mode);
}

export function turns(messages: readonly Json[], mode: TranslationMode = 'strict') {
  return read({ messages }, mode).conversation.turns;
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
