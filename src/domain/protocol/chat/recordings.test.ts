import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import type { AnswerBlock, AnswerEvent, ModelAnswer } from '../answer.ts';
import { parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import { readChatAnswer } from './read-answer.ts';
import { ChatAnswerStreamReader } from './read-answer-stream.ts';
import { readChatRequest } from './read-request.ts';

const fixtures = new URL('../../../../../shared/fixtures/', import.meta.url);
const isAbsent = !existsSync(fixtures);
const absence = isAbsent ? ' (skipped: ../shared/fixtures is not there)' : '';

interface Recording {
  readonly name: string;
  readonly text: string;
}

const folders = ['openai', 'openai-compatible'].map(
  (name) => new URL(`vercel-ai/${name}/src/chat/__fixtures__/`, fixtures),
);

function recordings(ending: string): Recording[] {
  if (isAbsent) return [];
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
  );
}

/** What a stream consists of, without its framing. */
function dataOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.replace(/^data: ?/, '')).filter((line) => line !== '[DONE]');
}

function readStream(chunks: readonly string[]): ModelAnswer {
  const reader = new ChatAnswerStreamReader();
  const events: AnswerEvent[] = [];
  for (const data of [...chunks, '[DONE]']) events.push(...reader.push({ event: '', data }));
  return collectAnswer(events);
}

function textOf(answer: ModelAnswer, kind: 'text' | 'reasoning'): string {
  const isOfKind = (block: AnswerBlock) => block.kind === kind;
  return answer.content
    .filter(isOfKind)
    .map((block) => ('text' in block ? block.text : ''))
    .join('');
}

function inputsOf(answer: ModelAnswer): string[] {
  return answer.content.flatMap((block) => (block.kind === 'tool_call' ? [block.input.text] : []));
}

/** An independent reading of the deltas, or of the one message. */
function plainly(messages: readonly Record<string, unknown>[]) {
  const joined = (name: string) => messages.map((message) => message[name] ?? '').join('');
  const calls: string[] = [];
  for (const message of messages) {
    const pieces: unknown = message['tool_calls'];
    if (!Array.isArray(pieces)) continue;
    for (const { id, function: called } of pieces) {
      if (id) calls.push('');
      calls.push((calls.pop() ?? '') + called.arguments);
    }
  }
  return { text: joined('content'), reasoning: joined('reasoning_content'), calls };
}

function expectSame(answer: ModelAnswer, plain: ReturnType<typeof plainly>): void {
  expect(textOf(answer, 'text')).toBe(plain.text);
  expect(textOf(answer, 'reasoning')).toBe(plain.reasoning);
  expect(inputsOf(answer)).toEqual(plain.calls);
}

function expectUsage(answer: ModelAnswer, usage: Record<string, number> | undefined): void {
  expect(answer.usage?.input).toBe(usage?.['prompt_tokens']);
  // The recorded servers differ in whether the completion includes reasoning; the total always does.
  const output = usage && (usage['total_tokens'] ?? 0) - (usage['prompt_tokens'] ?? 0);
  expect(answer.usage?.output).toBe(output);
}

describe.skipIf(isAbsent)(`recorded chat answers${absence}`, () => {
  const answers = recordings('.json').filter(({ text }) => 'choices' in JSON.parse(text));
  const streams = [...recordings('.chunks.txt'), ...recordings('.sse')];

  test('are there', () => {
    expect([answers.length, streams.length].every((count) => count > 2)).toBe(true);
  });

  test.each(answers)('$name is read as it is', ({ text }) => {
    const json = JSON.parse(text);
    const answer = readChatAnswer(text);
    expectSame(answer, plainly([json.choices[0].message]));
    expectUsage(answer, json.usage);
  });

  test.each(streams)('$name is read as it is, as a stream', ({ text }) => {
    const chunks = dataOf(text);
    const json = chunks.map((chunk) => JSON.parse(chunk));
    const answer = readStream(chunks);
    expectSame(answer, plainly(json.flatMap(({ choices }) => choices[0]?.delta ?? [])));
    expectUsage(answer, json.findLast(({ usage }) => usage)?.usage);
  });
});

interface Exchange {
  readonly id: string;
  readonly endpoint: string;
  readonly features: readonly string[];
  readonly request: { readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly bodyBase64?: string;
  };
}

function exchanges(): Exchange[] {
  if (isAbsent) return [];
  const lines = readFileSync(new URL('envoy-ai-gateway/exchanges.jsonl', fixtures), 'utf8');
  const all: Exchange[] = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return all.filter(
    ({ endpoint, response }) => endpoint === '/v1/chat/completions' && response.status === 200,
  );
}

function bodyOf({ response }: Exchange): string {
  if (response.bodyBase64 === undefined) return response.body ?? '';
  const bytes = Buffer.from(response.bodyBase64, 'base64');
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
}

describe.skipIf(isAbsent)(`recorded chat exchanges${absence}`, () => {
  const recorded = exchanges();

  test('are there', () => {
    expect(recorded.length).toBeGreaterThan(10);
  });

  test.each(recorded)('$id: the request is read, and what is lost is named', ({ request }) => {
    const body = parseJsonTree(request.body);
    if (body.kind !== 'object') throw new Error('not an object');
    const ledger = new Ledger('lenient');
    const { turns, system } = readChatRequest(body, ledger);
    expect(turns.length + system.length).toBeGreaterThan(0);
    for (const field of ledger.dropped) expect(field).toMatch(/audio|modalities|web_search|detail/);
  });

  test.each(recorded)('$id: the answer is read as it is', (exchange) => {
    const text = bodyOf(exchange);
    if (!exchange.features.includes('stream')) {
      const json = JSON.parse(text);
      const answer = readChatAnswer(text);
      expectSame(answer, plainly([json.choices[0].message]));
      return expectUsage(answer, json.usage);
    }
    const chunks = dataOf(text);
    const json = chunks.map((chunk) => JSON.parse(chunk));
    const deltas = json.flatMap(({ choices }) => choices[0]?.delta ?? []);
    expectSame(readStream(chunks), plainly(deltas));
  });
});
