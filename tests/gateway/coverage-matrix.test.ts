import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type GatewayEndpointName,
  gatewayEndpoints,
} from '../../src/contract/gateway-endpoints.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { anthropicBodies } from './places/anthropic-bodies.ts';
import { bedrockBodies } from './places/bedrock-bodies.ts';
import { openAiBodies } from './places/openai-bodies.ts';
import { type BodyPlace, placesIn, withValueAt } from './places/place-in-body.ts';
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
  for (const provider of providers()) provider.reset();
});

const providers = () => [site.emulator, site.control.anthropic, site.control.bedrock];
const nik = '3171234506780001';

interface Row {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the body says whether the answer is to be streamed. */
  readonly mayStream?: boolean;
}

const { embeddings, completions, images } = openAiBodies;
const chat = { ...openAiBodies.chat, model: 'gpt-4o-mini' };
/** What every provider can be told. */
const translated = {
  messages: [
    { role: 'system', content: 'w' },
    { role: 'user', content: [{ type: 'text', text: 'w' }] },
    {
      role: 'assistant',
      content: 'w',
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'w' },
  ],
  tools: [
    { type: 'function', function: { name: 'f', description: 'w', parameters: { type: 'object' } } },
  ],
  stop: ['w'],
  max_tokens: 99,
};
const responses = { ...openAiBodies.responses, model: 'gpt-5-mini' };
const messages = { ...anthropicBodies.messages, model: 'claude-sonnet-4-5' };
const nova = encodeURIComponent('amazon.nova-pro-v1:0');
const invokeRows = (action: string): Row[] =>
  Object.entries(bedrockBodies.invoke).map(([model, body]) => ({
    path: `/model/${encodeURIComponent(model)}/${action}`,
    body,
  }));

/** Every endpoint that takes a text, and bodies with a text wherever there can be one. */
const rows: Readonly<Partial<Record<GatewayEndpointName, readonly Row[]>>> = {
  'chat.completions': [
    { path: '/v1/chat/completions', body: chat, mayStream: true },
    { path: '/v1/chat/completions', body: { ...translated, model: 'claude-sonnet-4-5' } },
    { path: '/v1/chat/completions', body: { ...translated, model: 'amazon.nova-pro-v1:0' } },
  ],
  'responses.create': [{ path: '/v1/responses', body: responses, mayStream: true }],
  'responses.input_tokens': [{ path: '/v1/responses/input_tokens', body: responses }],
  embeddings: [
    { path: '/v1/embeddings', body: { ...embeddings, model: 'text-embedding-3-small' } },
  ],
  'messages.create': [{ path: '/v1/messages', body: messages, mayStream: true }],
  'messages.count_tokens': [{ path: '/v1/messages/count_tokens', body: messages }],
  'bedrock.converse': [{ path: `/model/${nova}/converse`, body: bedrockBodies.converse }],
  'bedrock.converse_stream': [
    { path: `/model/${nova}/converse-stream`, body: bedrockBodies.converse },
  ],
  'bedrock.invoke': invokeRows('invoke'),
  'bedrock.invoke_stream': invokeRows('invoke-with-response-stream'),
  completions: [
    { path: '/v1/completions', body: { ...completions, model: 'gpt-3.5-turbo-instruct' } },
  ],
  'images.generations': [
    { path: '/v1/images/generations', body: { ...images, model: 'gpt-image-1' } },
  ],
};
/** What they take is a form with a recording in it, which nobody reads: see `media-matrix.test.ts`. */
const unread: readonly GatewayEndpointName[] = ['audio.transcriptions', 'audio.translations'];

interface Sent {
  readonly title: string;
  readonly reply: Reply;
}

/** Puts the identifier into each place in turn; every other time as a stream, where that is asked for in the body. */
async function inEveryPlace(row: Row, body: unknown = row.body): Promise<Sent[]> {
  const places = placesIn(body).filter(({ path }) => path.join('.') !== 'model');
  const sent: Sent[] = [];
  for (let from = 0; from < places.length; from += 16) {
    const calls = places.slice(from, from + 16).map(async (place, at): Promise<Sent> => {
      const changed = withValueAt(body, place.path, textFor(place));
      const streams = row.mayStream === true && at % 2 === 1 ? { stream: true } : {};
      const text = JSON.stringify({ ...Object(changed), ...streams });
      return { title: place.path.join('.'), reply: await site.post(row.path, text) };
    });
    sent.push(...(await Promise.all(calls)));
  }
  return sent;
}

/** What refers to something that the provider keeps is refused before anything is sent. */
function withoutReferences({ input, ...body }: Row['body']): Row['body'] {
  if (input === undefined) return body;
  const { previous_response_id: _previous, conversation: _conversation, ...others } = body;
  const { prompt: _prompt, ...own } = others;
  const isOwn = (item: { type?: string }) => item.type !== 'item_reference';
  return { ...own, input: Array.isArray(input) ? input.filter(isOwn) : input };
}

function textFor({ path }: BodyPlace): string {
  return path.at(-1) === 'arguments' ? `{"nik":"${nik}"}` : `NIK: ${nik}`;
}

const decisionOf = ({ headers }: Reply) => headers['x-monago-policy-decision'];
const shown = ({ title, reply }: Sent) => [
  title,
  reply.status,
  reply.body.toString().slice(0, 200),
];
const received = () =>
  providers().flatMap(({ requests }) => requests.map(({ body }) => body.toString('utf8')));

test('every endpoint that takes a prompt has a row', () => {
  const taking = Object.entries(gatewayEndpoints)
    .filter(([, { purpose }]) => purpose === 'answer' || purpose === 'count')
    .map(([name]) => name);
  expect([...Object.keys(rows), ...unread].sort()).toEqual(taking.sort());
});

describe.each(Object.entries(rows))('%s', (_, list) => {
  test.each(list)('400 pii_blocked wherever the identifier stands: $path', async (row) => {
    policies.set('name: no-nik\nwhen: pii.count("NIK") > 0\neffect: deny');
    const sent = await inEveryPlace(row);
    expect(sent.length).toBeGreaterThan(0);
    const passed = sent.filter(({ reply }) => {
      const isBlocked = decisionOf(reply) === 'blocked';
      return reply.status !== 400 || !isBlocked || !reply.body.includes('PII detected: NIK');
    });
    expect(passed.map(({ title, reply }) => [title, reply.status, reply.body.toString()])).toEqual(
      [],
    );
    expect(received()).toEqual([]);
  });

  test.each(list)('what is tokenised never leaves in clear: $path', async (row) => {
    policies.set('name: hide\neffect: {tokenise: {types: [NIK]}}');
    const body = withoutReferences(row.body);
    const sent = await inEveryPlace(row, body);
    const bodies = received();
    expect(bodies.filter((text) => text.includes(nik) || !text.includes('<NIK_1>'))).toEqual([]);
    const refused = sent.filter(({ reply }) => reply.body.includes('where it cannot be replaced'));
    expect(refused.filter(({ reply }) => reply.status !== 400)).toEqual([]);
    const lost = sent.filter(
      ({ reply }) => decisionOf(reply) !== 'redacted' && decisionOf(reply) !== 'blocked',
    );
    expect(lost.map(shown)).toEqual([]);
    expect(bodies.length + refused.length).toBe(sent.length);
  });
});
