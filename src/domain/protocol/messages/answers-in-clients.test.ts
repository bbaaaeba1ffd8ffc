import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { generateText, streamText } from 'ai';
import { describe, expect, test } from 'vitest';
import type { AnswerEvent, AnswerFrame, ModelAnswer } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { AnswerStreamWriter } from '../translator.ts';
import { writeMessagesAnswer } from './write-answer.ts';
import { MessagesAnswerStreamWriter } from './write-answer-stream.ts';

const frame: AnswerFrame = {
  id: 'abc',
  model: 'fast',
  createdAt: 0,
  includeUsage: true,
  toolNames: new Map(),
};
const usage = { input: 110, output: 7, cached: 100, reasoning: 3 };
const answer: ModelAnswer = {
  content: [
    { kind: 'reasoning', text: 'hm', signature: 's' },
    { kind: 'text', text: 'Here.' },
    { kind: 'tool_call', id: 'call_1', name: 'add', input: new RawJson('{"a":1}') },
  ],
  stop: 'tool_calls',
  usage,
};
const events: AnswerEvent[] = [
  { type: 'start' },
  { type: 'block_start', block: { kind: 'reasoning' } },
  { type: 'delta', text: 'hm' },
  { type: 'signature', signature: 's' },
  { type: 'block_stop' },
  { type: 'block_start', block: { kind: 'text' } },
  { type: 'delta', text: 'He' },
  { type: 'delta', text: 're.' },
  { type: 'block_stop' },
  { type: 'block_start', block: { kind: 'tool_call', id: 'call_1', name: 'add' } },
  { type: 'delta', text: '{"a"' },
  { type: 'delta', text: ':1}' },
  { type: 'block_stop' },
  { type: 'stop', reason: 'tool_calls' },
  { type: 'usage', usage },
];

/** A server that gives the answer, or streams it up to what `finish` makes of the end. */
function answering(finish: (writer: AnswerStreamWriter) => ReturnType<AnswerStreamWriter['end']>) {
  return async (_: unknown, init?: { body?: unknown }): Promise<Response> => {
    if (!JSON.parse(String(init?.body)).stream) {
      const headers = { 'content-type': 'application/json' };
      return new Response(writeMessagesAnswer(answer, frame), { headers });
    }
    const writer = new MessagesAnswerStreamWriter(frame);
    const frames = [...events.flatMap((event) => writer.push(event)), ...finish(writer)];
    const text = frames.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join('');
    return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  };
}

const whole = answering((writer) => writer.end());
const broken = answering((writer) => writer.fail({ kind: 'overloaded', message: 'Too busy.' }));
const asked = {
  model: 'fast',
  max_tokens: 10,
  messages: [{ role: 'user', content: 'Hi' } as const],
};

describe("Anthropic's own client", () => {
  const client = (fetch: typeof whole) => new Anthropic({ apiKey: 'k', fetch, maxRetries: 0 });
  const expected = {
    id: 'msg_abc',
    model: 'fast',
    content: [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'text', text: 'Here.' },
      { type: 'tool_use', id: 'call_1', name: 'add', input: { a: 1 } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 7 },
  };

  test('takes an answer', async () => {
    expect(await client(whole).messages.create(asked)).toMatchObject(expected);
  });

  test('takes a stream', async () => {
    const message = await client(whole).messages.stream(asked).finalMessage();
    expect(message).toMatchObject(expected);
  });

  test('does not take a broken stream for a whole one', async () => {
    const stream = client(broken).messages.stream(asked);
    await expect(stream.finalMessage()).rejects.toThrow('Too busy.');
  });
});

describe('the AI SDK', () => {
  const model = (fetch: typeof whole) => createAnthropic({ apiKey: 'k', fetch })('claude-opus-4-5');

  test('takes an answer', async () => {
    const result = await generateText({ model: model(whole), prompt: 'Hi', maxRetries: 0 });
    expect(result).toMatchObject({
      text: 'Here.',
      reasoningText: 'hm',
      finishReason: 'tool-calls',
    });
    expect(result.usage).toMatchObject({ inputTokens: 110, outputTokens: 7 });
  });

  test('takes a stream', async () => {
    const result = streamText({ model: model(whole), prompt: 'Hi', maxRetries: 0 });
    expect(await result.text).toBe('Here.');
    expect(await result.finishReason).toBe('tool-calls');
    expect(await result.usage).toMatchObject({ inputTokens: 110, outputTokens: 7 });
  });

  test('does not take a broken stream for a whole one', async () => {
    const faults: unknown[] = [];
    const onError = ({ error }: { error: unknown }) => void faults.push(error);
    const result = streamText({ model: model(broken), prompt: 'Hi', maxRetries: 0, onError });
    await result.consumeStream();
    expect(JSON.stringify(faults)).toContain('Too busy.');
  });
});
