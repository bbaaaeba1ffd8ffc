import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { EventStreamSplitter } from '../../src/gateway/relay/frames/event-stream-splitter.ts';
import { readSseFrame } from '../../src/gateway/relay/frames/sse-frame.ts';
import { SseSplitter } from '../../src/gateway/relay/frames/sse-splitter.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  for (const provider of [site.emulator, site.control.anthropic, site.control.bedrock])
    provider.reset();
});

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const openAi = 'gpt-4o-mini';
const anthropic = 'claude-sonnet-4-5';

type Api = 'chat' | 'messages' | 'responses' | 'converse' | 'invoke';

/** Asks in one format; what is asked is said back by every model here. */
function ask(api: Api, text: string, { model, stream }: { model: string; stream: boolean }) {
  const messages = [{ role: 'user', content: text }];
  const post = (path: string, body: object) => site.post(path, JSON.stringify(body));
  switch (api) {
    case 'chat':
      return post('/v1/chat/completions', { model, messages, stream });
    case 'messages':
      return post('/v1/messages', { model, messages, stream, max_tokens: 500 });
    case 'responses':
      return post('/v1/responses', { model, input: text, stream });
    case 'converse':
      return post(`/model/${encodeURIComponent(model)}/converse${stream ? '-stream' : ''}`, {
        messages: [{ role: 'user', content: [{ text }] }],
      });
    case 'invoke':
      return post(
        `/model/${encodeURIComponent(model)}/invoke${stream ? '-with-response-stream' : ''}`,
        { anthropic_version: 'bedrock-2023-05-31', max_tokens: 500, messages },
      );
  }
}

/** Data of every event of a stream; that of InvokeModel without its wrapping. */
function eventsOf(reply: Reply): Record<string, unknown>[] {
  const isSse = String(reply.headers['content-type']).startsWith('text/event-stream');
  const codec = awsEventStreamCodec();
  const data = isSse
    ? new SseSplitter().push(reply.body).map((frame) => readSseFrame(frame).data)
    : new EventStreamSplitter().push(reply.body).map((frame) => codec.decode(frame).data);
  return data
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text))
    .map((event) =>
      typeof event.bytes === 'string'
        ? JSON.parse(Buffer.from(event.bytes, 'base64').toString())
        : event,
    );
}

/** What the model said, put together from the pieces of a stream, or out of the whole answer. */
function saidIn(api: Api, reply: Reply, stream: boolean): string {
  const parts = stream ? eventsOf(reply) : [JSON.parse(reply.body.toString())];
  return parts.map((part) => pieceOf(api, part)).join('');
}

/** What stands at a place in an answer; empty where there is no text. */
function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  let inner = value;
  for (const step of path) {
    inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined;
  }
  return typeof inner === 'string' ? inner : '';
}

function pieceOf(api: Api, part: Record<string, unknown>): string {
  switch (api) {
    case 'chat':
      return (
        textAt(part, 'choices', 0, 'delta', 'content') ||
        textAt(part, 'choices', 0, 'message', 'content')
      );
    case 'messages':
    case 'invoke':
      return textAt(part, 'delta', 'text') || textAt(part, 'content', 0, 'text');
    case 'responses':
      if (part['type'] === 'response.output_text.delta') return textAt(part, 'delta');
      return (Array.isArray(part['output']) ? part['output'] : [])
        .map((item) => textAt(item, 'content', 0, 'text'))
        .join('');
    case 'converse':
      return (
        textAt(part, 'delta', 'text') || textAt(part, 'output', 'message', 'content', 0, 'text')
      );
  }
}

const routes: readonly [Api, string][] = [
  ['chat', openAi],
  ['chat', anthropic],
  ['chat', claude],
  ['messages', anthropic],
  ['messages', openAi],
  ['messages', claude],
  ['responses', openAi],
  ['responses', anthropic],
  ['converse', claude],
  ['converse', openAi],
  ['invoke', claude],
];
const cases = routes.flatMap(([api, model]) => [
  [api, model, false] as const,
  [api, model, true] as const,
]);

const outcome = () => site.lastEntry('ai.request.outcome');
const addresses = Array.from({ length: 11 }, (_, at) => `person${at}@example.com`);

describe.each(cases)('%s to %s, streamed: %s', (api, model, stream) => {
  test('puts back what was hidden in the request', async () => {
    policies.set('name: hide\neffect: {tokenise: {types: ["*"]}}');
    const text = `Write to ${addresses.join(' and ')} now`;
    const reply = await ask(api, text, { model, stream });
    expect(reply.status).toBe(200);
    expect(saidIn(api, reply, stream)).toContain(text);
    expect(reply.body.toString()).not.toContain('EMAIL_');
    const providers = [site.emulator, site.control.anthropic, site.control.bedrock];
    const got = providers.flatMap(({ requests }) => requests.map(({ body }) => body.toString()));
    expect(got).toHaveLength(1);
    expect(got[0]).toContain('EMAIL_11');
    expect(got[0]).not.toContain('@example.com');
  });

  test('hides what the model says where policy wants it hidden', async () => {
    policies.set(
      'name: hide-answer\nphase: response\neffect: {redact: {types: [EMAIL], style: redact}}',
    );
    const reply = await ask(api, 'Write to ana@example.com now', { model, stream });
    expect(reply.status).toBe(200);
    expect(saidIn(api, reply, stream)).toContain('Write to [EMAIL] now');
    expect(reply.body.toString()).not.toContain('ana@');
    expect(await outcome()).toMatchObject({
      status: 'ok',
      response: { decision: 'redacted', pii: [{ type: 'EMAIL', count: 1, action: 'redact' }] },
    });
    if (!stream) expect(reply.headers['x-monago-policy-decision']).toBe('redacted');
  });

  test('blocks an answer that must not pass, and records what it cost', async () => {
    policies.set(
      'name: no-leak\nphase: [response, stream]\nwhen: response.pii.count("EMAIL") > 0\neffect: deny',
    );
    const reply = await ask(api, 'Write to ana@example.com now', { model, stream });
    expect(reply.body.toString()).not.toContain('ana@example.com');
    const fact = await outcome();
    expect(fact).toMatchObject({ error: 'pii_blocked', response: { decision: 'blocked' } });
    expect(fact?.['usage']).toMatchObject({ output: expect.any(Number) });
    if (reply.status === 200) expect(stream).toBe(true);
    else {
      expect(reply.status).toBe(400);
      expect(reply.headers['x-monago-policy-decision']).toBe('blocked');
      expect(reply.headers['x-monago-block-reason']).toBe('PII detected: EMAIL');
    }
  });
});
