import { newIdentifier } from '../server/identifier.ts';
import { type Fields, isFields, isStringArray } from '../server/json.ts';
import { invalidRequest, notStored } from './api-failure.ts';
import { requireLength } from './chat-history.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';
import { checkPart, INPUT_PARTS, OUTPUT_PARTS, requireString } from './response-parts.ts';
import type { Item, ResponseStore } from './response-store.ts';

const CALL_ID_CHARACTERS_MAX = 64;
const ROLES = ['assistant', 'system', 'developer', 'user'];

/** Every type of item with the prefix of its ids. */
const prefixes: Readonly<Record<string, string>> = {
  message: 'msg',
  function_call: 'fc',
  function_call_output: 'fc',
  reasoning: 'rs',
  item_reference: '',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctc',
  web_search_call: 'ws',
  file_search_call: 'fs',
  computer_call: 'cu',
  computer_call_output: 'cu',
  code_interpreter_call: 'ci',
  image_generation_call: 'ig',
  local_shell_call: 'lsh',
  local_shell_call_output: 'lsh',
  shell_call: 'sh',
  shell_call_output: 'sh',
  apply_patch_call: 'apc',
  apply_patch_call_output: 'apc',
  mcp_list_tools: 'mcpl',
  mcp_approval_request: 'mcpr',
  mcp_approval_response: 'mcpr',
  mcp_call: 'mcp',
  tool_search_call: 'ts',
  tool_search_output: 'ts',
  additional_tools: 'at',
  program: 'prg',
  program_output: 'prg',
  compaction: 'cmp',
  compaction_trigger: 'cmp',
};
const checkedPrefixes = ['message', 'function_call', 'reasoning'];

/** One item of `input`, checked, and written as the API would list it. */
export function readItem(item: unknown, name: string, store: ResponseStore): Item {
  if (!isFields(item)) throw invalidType(name, 'an object', item);
  const type = item['type'] ?? (item['role'] === undefined ? undefined : 'message');
  if (type === undefined) throw missingParameter(`${name}.type`);
  const prefix = prefixes[String(type)];
  if (prefix === undefined) {
    throw invalidValue(`${name}.type`, String(type), Object.keys(prefixes));
  }
  if (type === 'item_reference') return resolve(String(item['id']), store);
  const id = readId(item, { type: String(type), prefix, name });
  return { ...checked(item, String(type), name), id, type };
}

function readId(item: Fields, kind: { type: string; prefix: string; name: string }): string {
  const { type, prefix, name } = kind;
  const id = item['id'] ?? undefined;
  if (id === undefined) return newIdentifier(`${prefix}_`, 50);
  const text = String(id);
  if (!checkedPrefixes.includes(type) || text.startsWith(prefix)) return text;
  const message = `Invalid '${name}.id': '${text}'. Expected an ID that begins with '${prefix}'.`;
  throw invalidRequest(message, `${name}.id`, 'invalid_value');
}

function resolve(id: string, store: ResponseStore): Item {
  const item = store.findItem(id);
  if (item !== undefined) return item;
  const message = `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`;
  throw notStored(message, 'input');
}

function checked(item: Fields, type: string, name: string): Fields {
  switch (type) {
    case 'message':
      return checkedMessage(item, name);
    case 'function_call':
      requireCallId(item, name);
      requireString(item, 'name', name);
      requireString(item, 'arguments', name);
      return { status: 'completed', ...item };
    case 'function_call_output':
      requireCallId(item, name);
      return { status: 'completed', ...item, output: checkedOutput(item['output'], name) };
    case 'reasoning':
      return checkedReasoning(item, name);
    default:
      return item;
  }
}

function checkedMessage(item: Fields, name: string): Fields {
  const role = String(item['role']);
  if (!ROLES.includes(role)) throw invalidValue(`${name}.role`, role, ROLES);
  const content = item['content'];
  const isAssistant = role === 'assistant';
  const types = isAssistant ? OUTPUT_PARTS : INPUT_PARTS;
  if (typeof content === 'string') {
    const part = isAssistant
      ? { type: 'output_text', annotations: [], logprobs: [], text: content }
      : { type: 'input_text', text: content };
    return { status: 'completed', ...item, content: [part] };
  }
  if (!Array.isArray(content)) {
    throw invalidType(`${name}.content`, 'one of an array of objects or string', content ?? null);
  }
  for (const [at, part] of content.entries()) checkPart(part, types, `${name}.content[${at}]`);
  return { status: 'completed', ...item };
}

function checkedOutput(output: unknown, name: string): unknown {
  if (typeof output === 'string') return output;
  if (!Array.isArray(output)) throw missingParameter(`${name}.output`);
  for (const [at, part] of output.entries()) checkPart(part, INPUT_PARTS, `${name}.output[${at}]`);
  return output;
}

// Every sealed reasoning that the provider hands out is a Fernet token, and those begin alike.
function checkedReasoning(item: Fields, name: string): Fields {
  if (!Array.isArray(item['summary'])) throw missingParameter(`${name}.summary`);
  const sealed = item['encrypted_content'] ?? undefined;
  if (sealed === undefined || String(sealed).startsWith('gAAAA')) return item;
  const message = `The encrypted content for item ${String(item['id'])} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`;
  throw invalidRequest(message, null, 'invalid_encrypted_content');
}

function requireCallId(item: Fields, name: string): void {
  requireString(item, 'call_id', name);
  requireLength(String(item['call_id']), CALL_ID_CHARACTERS_MAX, `${name}.call_id`);
}

/** The words of an item, as far as it has any. */
export function textOf(item: Fields): string {
  const content = item['content'] ?? item['output'] ?? item['summary'];
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || isStringArray(content)) return '';
  return content
    .map((part: unknown) => (isFields(part) ? String(part['text'] ?? part['refusal'] ?? '') : ''))
    .join('');
}
