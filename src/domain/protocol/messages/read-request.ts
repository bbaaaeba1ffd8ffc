import type { Block, CacheMark, Conversation, TextBlock, Turn } from '../conversation.ts';
import type { JsonObject } from '../json-tree.ts';
import type { Ledger } from '../ledger.ts';
import { invalidRequest, RequestFields } from '../request-fields.ts';
import type { RequestReader } from '../translator.ts';
import { readCacheMark } from './read-cache-mark.ts';
import { readContent, readTextOnly } from './read-content.ts';
import { readSettings } from './read-settings.ts';
import { readToolChoice, readTools } from './read-tools.ts';

// Claude Code begins its system prompt with a block that differs in each request. Elsewhere it would only spoil prompt
// caches, and Bedrock refuses it as a reserved word.
const billingHeader = 'x-anthropic-billing-header';

/** Reads a request of Anthropic's Messages API, in either version (2023-06-01, 2026-10-21). */
export const readMessagesRequest: RequestReader = (body: JsonObject, ledger: Ledger) => {
  const request = new RequestFields(body, '', ledger);
  request.take('model');
  const isStream = request.boolean('stream') ?? false;
  const cache = readCacheMark(request);
  const system = readSystem(request);
  const { instructions, turns } = readTurns(request);
  const tools = readTools(request);
  const choice = readToolChoice(request, tools);
  const { settings, settingsAt } = readSettings(request);
  request.close();
  return {
    system: [...system, ...instructions],
    turns: cache === undefined ? turns : markLast(turns, cache),
    tools,
    ...choice.chosen,
    settings,
    settingsAt: { ...settingsAt, ...choice.places },
    isStream,
    includeUsage: true,
  } satisfies Conversation;
};

function readSystem(request: RequestFields): TextBlock[] {
  const blocks = readTextOnly(request, 'system') ?? [];
  return blocks.filter((block) => {
    if (!block.text.startsWith(billingHeader)) return true;
    request.ledger.drop(block.at);
    return false;
  });
}

function readTurns(request: RequestFields): { instructions: TextBlock[]; turns: Turn[] } {
  const messages = request.required('messages', request.objects('messages'));
  if (messages.length === 0) throw invalidRequest('messages', 'must not be empty');
  const turns = messages.map(readTurn);
  const first = turns.findIndex((turn) => turn.role !== 'system');
  if (first < 0) throw invalidRequest('messages', 'must have a message of a user');
  const instructions = turns.slice(0, first).flatMap((turn) => turn.content.filter(isText));
  return { instructions, turns: turns.slice(first) };
}

function readTurn(message: RequestFields): Turn {
  const known = message.oneOf('role', ['user', 'assistant', 'system']);
  const role = message.required('role', known);
  const content = role === 'system' ? readTextOnly(message, 'content') : readContent(message, role);
  message.close();
  return { role, content: message.required('content', content), at: message.at };
}

function isText(block: Block): block is TextBlock {
  return block.kind === 'text';
}

/** What a mark on the request as a whole means: the last block that can be cached has one. */
function markLast(turns: readonly Turn[], cache: CacheMark): readonly Turn[] {
  const last = turns.at(-1);
  const block = last?.content.at(-1);
  if (last === undefined || block === undefined || block.cache !== undefined) return turns;
  const content = [...last.content.slice(0, -1), { ...block, cache }];
  return [...turns.slice(0, -1), { ...last, content }];
}
