import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];
const PARTS = ['text', 'image_url', 'input_audio', 'refusal', 'audio', 'file'];

export type ChatMessage = { role: string; text: string };

export function readMessages(fields: Fields): ChatMessage[] {
  const messages = fields['messages'] ?? undefined;
  if (messages === undefined) throw missingParameter('messages');
  if (!Array.isArray(messages)) throw invalidType('messages', 'an array of objects', messages);
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    throw invalidRequest(message, 'messages', 'empty_array');
  }
  messages.forEach(requireToolCallBefore);
  return messages.map((message: unknown, index) => readMessage(message, `messages[${index}]`));
}

function readMessage(message: unknown, name: string): ChatMessage {
  if (!isFields(message)) throw invalidType(name, 'an object', message);
  const role = message['role'] ?? undefined;
  if (role === undefined) throw missingParameter(`${name}.role`);
  if (typeof role !== 'string') throw invalidType(`${name}.role`, 'a string', role);
  if (!ROLES.includes(role)) throw invalidValue(`${name}.role`, role, ROLES);
  return { role, text: readContent(message, role, `${name}.content`) };
}

function readContent(message: Fields, role: string, name: string): string {
  const content = message['content'] ?? undefined;
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) {
    return content.map((part: unknown, at) => readPart(part, `${name}[${at}]`)).join('');
  }
  if (content !== undefined) {
    throw invalidType(name, 'one of a string or array of objects', content);
  }
  if (role === 'assistant') return '';
  throw invalidType(name, 'a string', null);
}

function readPart(part: unknown, name: string): string {
  if (!isFields(part)) throw invalidType(name, 'an object', part);
  const type = part['type'];
  if (typeof type !== 'string') throw missingParameter(`${name}.type`);
  if (!PARTS.includes(type)) throw invalidValue(`${name}.type`, type, PARTS);
  const text = part['text'];
  if (type !== 'text') return '';
  if (typeof text !== 'string') throw missingParameter(`${name}.text`);
  return text;
}

function requireToolCallBefore(message: unknown, index: number, all: unknown[]): void {
  if (!isFields(message) || message['role'] !== 'tool') return;
  const before = all.slice(0, index).findLast((item) => isFields(item) && item['role'] !== 'tool');
  if (isFields(before) && Array.isArray(before['tool_calls'])) return;
  const text =
    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
  throw invalidRequest(text, `messages.[${index}].role`, null);
}
