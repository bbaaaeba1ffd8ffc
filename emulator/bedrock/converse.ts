import { type Fields, isFields } from '../server/json.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { AwsFailure } from './aws-failure.ts';
import { isModel } from './foundation-models.ts';
import { awsHeaders } from './provider-headers.ts';

const BYTES_PER_TOKEN = 4;

/** An answer in one piece: it repeats the last text that it was sent. */
export function converse(modelId: string, body: Buffer): Reply {
  if (!isModel(modelId)) throw invalid('The provided model identifier is invalid.');
  const text = `Echo: ${lastText(readMessages(body))}`;
  const inputTokens = tokens(body.length);
  const outputTokens = tokens(text.length);
  const answer = {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: 12 },
  };
  return jsonReply(200, answer, { headers: awsHeaders('application/json'), indent: 0 });
}

function readMessages(body: Buffer): unknown[] {
  const { messages } = parse(body);
  if (Array.isArray(messages) && messages.length > 0) return messages;
  throw invalid('The value at messages is empty or missing.');
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new AwsFailure(400, { code: 'SerializationException', message: 'Malformed input' });
}

function lastText(messages: unknown[]): string {
  const last = messages.at(-1);
  const content: unknown = isFields(last) ? last['content'] : undefined;
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  return blocks.map((block) => (isFields(block) ? String(block['text'] ?? '') : '')).join('');
}

function invalid(message: string): AwsFailure {
  return new AwsFailure(400, { code: 'ValidationException', message });
}

function tokens(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
