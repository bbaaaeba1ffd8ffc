import type { Fields } from '../server/json.ts';
import { invalidRequest, notStored } from './api-failure.ts';
import { invalidType } from './parameters.ts';
import { readItem, textOf } from './response-items.ts';
import type { Item, ResponseStore } from './response-store.ts';
import { tokenize } from './tokens.ts';
import type { Turn } from './turn.ts';

const ITEM_OVERHEAD_TOKENS = 4;
// About what a low-detail image costs.
const MEDIA_TOKENS = 85;

export type ResponseInput = Pick<Turn, 'said' | 'answersTool' | 'promptTokens'> & {
  previousId: string | null;
  /** What this request adds. */
  input: Item[];
  /** What came before it, and it. */
  conversation: Item[];
};

/** `input` and what `previous_response_id` puts before it. */
export function readInput(fields: Fields, store: ResponseStore): ResponseInput {
  refuseConversation(fields);
  const previousId = fields['previous_response_id'] ?? null;
  const before = previousId === null ? [] : continued(String(previousId), store);
  const input = readItems(fields, store);
  const conversation = [...before, ...input];
  requirePairedCalls(conversation);
  const last = input.at(-1);
  return {
    previousId: previousId === null ? null : String(previousId),
    input,
    conversation,
    said: last === undefined ? '' : textOf(last),
    answersTool: String(last?.['type']).endsWith('_output'),
    promptTokens: conversation.reduce((sum, item) => sum + countTokens(item), 0),
  };
}

function readItems(fields: Fields, store: ResponseStore): Item[] {
  const input = fields['input'] ?? undefined;
  if (input === undefined) {
    if (fields['previous_response_id'] != null || fields['prompt'] != null) return [];
    const message =
      'One of "input" or "previous_response_id" or \'prompt\' or \'conversation_id\' must be provided.';
    throw invalidRequest(message, 'input', 'missing_required_parameter');
  }
  const list = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  if (!Array.isArray(list)) {
    throw invalidType('input', 'one of an array of objects or string', input);
  }
  return list.map((item: unknown, at) => readItem(item, `input[${at}]`, store));
}

function continued(id: string, store: ResponseStore): Item[] {
  const previous = store.find(id);
  if (previous !== undefined) return previous.conversation;
  const message = `Previous response with id '${id}' not found.`;
  throw invalidRequest(message, 'previous_response_id', 'previous_response_not_found');
}

function refuseConversation(fields: Fields): void {
  const conversation = fields['conversation'] ?? undefined;
  if (conversation === undefined) return;
  const id = typeof conversation === 'string' ? conversation : JSON.stringify(conversation);
  throw notStored(`Conversation with id '${id}' not found.`, null);
}

function requirePairedCalls(conversation: readonly Item[]): void {
  const idsOf = (type: string) =>
    conversation.filter((item) => item['type'] === type).map((item) => String(item['call_id']));
  const called = idsOf('function_call');
  const answered = idsOf('function_call_output');
  const unasked = answered.find((id) => !called.includes(id));
  if (unasked !== undefined) {
    const message = `No tool call found for function call output with call_id ${unasked}.`;
    throw invalidRequest(message, 'input', null);
  }
  const open = called.find((id) => !answered.includes(id));
  if (open === undefined) return;
  throw invalidRequest(`No tool output found for function call ${open}.`, 'input', null);
}

function countTokens(item: Item): number {
  const text = `${textOf(item)}${String(item['arguments'] ?? '')}`;
  const content = item['content'];
  const media = Array.isArray(content)
    ? content.filter((part) => /image|file|audio/.test(String(part.type))).length
    : 0;
  return tokenize(text).length + media * MEDIA_TOKENS + ITEM_OVERHEAD_TOKENS;
}
