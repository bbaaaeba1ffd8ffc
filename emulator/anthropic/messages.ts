import { newIdentifier } from '../server/identifier.ts';
import { type Fields, isFields } from '../server/json.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { invalidRequest, notFound } from './api-failure.ts';
import { isModel } from './models.ts';
import { edgeHeaders } from './provider-headers.ts';

const BYTES_PER_TOKEN = 4;

/** A message in one piece: it repeats the last text that it was sent. */
export function createMessage(body: Buffer): Reply {
  const fields = readRequest(body);
  const model = String(fields['model']);
  if (!isModel(model)) throw notFound(`model: ${model}`);
  if (fields['stream'] === true) throw invalidRequest('stream: is not emulated');
  const text = `Echo: ${lastText(fields['messages'])}`;
  const message = {
    id: newIdentifier('msg_01', 22),
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: tokens(body.length), output_tokens: tokens(text.length) },
  };
  return jsonReply(200, message, { headers: edgeHeaders('application/json'), indent: 0 });
}

function readRequest(body: Buffer): Fields {
  const fields = parse(body);
  for (const name of ['model', 'messages', 'max_tokens']) {
    if (fields[name] === undefined) throw invalidRequest(`${name}: Field required`);
  }
  return fields;
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw invalidRequest('The request body is not valid JSON');
}

function lastText(messages: unknown): string {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = isFields(last) ? last['content'] : undefined;
  if (typeof content === 'string') return content;
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  return blocks.map((block) => (isFields(block) ? String(block['text'] ?? '') : '')).join('');
}

function tokens(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
