import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { requirePairedToolCalls } from './chat-history.ts';
import { type Part, readPart } from './chat-parts.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';
import { tokenize } from './tokens.ts';

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];
const MESSAGE_OVERHEAD_TOKENS = 4;

export type ChatMessage = { role: string; text: string; tokens: number; hasAudio: boolean };

export function readMessages(fields: Fields): ChatMessage[] {
  const messages = fields['messages'] ?? undefined;
  if (messages === undefined) throw missingParameter('messages');
  if (!Array.isArray(messages)) throw invalidType('messages', 'an array of objects', messages);
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    throw invalidRequest(message, 'messages', 'empty_array');
  }
  const read = messages.map((message: unknown, index) =>
    readMessage(message, `messages[${index}]`),
  );
  requirePairedToolCalls(messages);
  return read;
}

function readMessage(message: unknown, name: string): ChatMessage {
  if (!isFields(message)) throw invalidType(name, 'an object', message);
  const role = message['role'] ?? undefined;
  if (role === undefined) throw missingParameter(`${name}.role`);
  if (typeof role !== 'string') throw invalidType(`${name}.role`, 'a string', role);
  if (!ROLES.includes(role)) throw invalidValue(`${name}.role`, role, ROLES);
  const parts = readContent(message, role, `${name}.content`);
  return {
    role,
    text: parts.map((part) => part.text).join(''),
    tokens: parts.reduce((sum, part) => sum + part.tokens, MESSAGE_OVERHEAD_TOKENS),
    hasAudio: parts.some((part) => part.isAudio),
  };
}

function readContent(message: Fields, role: string, name: string): Part[] {
  const content = message['content'] ?? undefined;
  if (typeof content === 'string') {
    return [{ text: content, tokens: tokenize(content).length, isAudio: false }];
  }
  if (Array.isArray(content)) {
    return content.map((part: unknown, at) => readPart(part, role, `${name}[${at}]`));
  }
  if (content !== undefined) {
    throw invalidType(name, 'one of a string or array of objects', content);
  }
  // A tool result out of place is refused for its place before its content is looked at.
  if (role === 'assistant' || role === 'tool') return [];
  throw invalidType(name, 'a string', null);
}
