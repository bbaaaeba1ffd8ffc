import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tokenOfAnotherWorkspace } from '../clients/other-callers.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';
import { withoutOwnComment } from './recorded-bodies.ts';

const spoken = [{ role: 'user', content: 'Say hello' }];

describe('a server that refuses to be asked for the usage of a stream', () => {
  let site: GatewaySite;
  beforeAll(async () => {
    site = await openGatewaySite({ control: { acceptsStreamOptions: false } });
  });
  beforeEach(() => site.emulator.reset());
  afterAll(() => site.close());

  const bodies = () => site.emulator.requests.map(({ body }) => body.toString('utf8'));
  const ask = { model: 'gpt-4o-mini', messages: spoken, stream: true };
  const lastOutcome = () => site.lastEntry('ai.request.outcome');

  test('gotcha 04: a client that asks for it itself gets the refusal', async () => {
    const own = JSON.stringify({ ...ask, stream_options: { include_usage: true } });
    const reply = await site.post('/v1/chat/completions', own);
    expect(reply.status).toBe(400);
    expect(bodies()).toEqual([own]);
    expect(await lastOutcome()).toMatchObject({ status: 'provider_error', http: 400 });
  });

  test('gotcha 04: a plain request that is refused as well is refused once, and nothing is learnt', async () => {
    const before = await site.entries('ai.request.outcome');
    const odd = JSON.stringify({ ...ask, stream_options: 7 });
    const reply = await site.post('/v1/chat/completions', odd);
    expect(reply.status).toBe(400);
    expect(bodies()).toHaveLength(2);
    expect(bodies()[1]).toBe(odd);
    expect(await site.entries('ai.request.outcome')).toHaveLength(before.length + 1);
  });

  test('gotcha 04: any other refusal is passed on at once', async () => {
    const refusal = '{"error":{"message":"Invalid `stop`.","type":"invalid_request_error"}}';
    const headers = { 'content-type': 'application/json' };
    site.emulator.script({ replay: { status: 400, headers, body: refusal } });
    const reply = await site.post('/v1/chat/completions', JSON.stringify(ask));
    expect([reply.status, reply.body.toString('utf8')]).toEqual([400, refusal]);
    expect(bodies()).toHaveLength(1);
  });

  test('gotcha 04: is asked again with the bytes of the client, and from then on not asked', async () => {
    const plain = JSON.stringify(ask);
    const calls = await site.entries('ai.request.outcome');
    const first = await site.post('/v1/chat/completions', plain);
    expect([first.status, bodies().length, bodies()[1]]).toEqual([200, 2, plain]);
    expect(bodies()[0]).toContain('"include_usage":true');
    const text = withoutOwnComment(first.body).toString('utf8');
    expect(text).toMatch(/^data: \{"id":"chatcmpl-.*data: \[DONE\]\n\n$/s);
    expect(text).not.toContain('"usage"');
    // One intent and one outcome, and the log says what was sent the second time.
    const told = await site.entries('ai.request.outcome');
    expect(told).toHaveLength(calls.length + 1);
    expect(told.at(-1)).toMatchObject({
      status: 'ok',
      http: 200,
      upstream_http: 200,
      usage: { source: 'unknown' },
      resent: { bytes: Buffer.byteLength(plain), commit: expect.stringMatching(/^[\w+/]{43}=$/) },
    });

    site.emulator.reset();
    const second = await site.post('/v1/chat/completions', plain);
    expect([second.status, bodies()]).toEqual([200, [plain]]);
    expect((await lastOutcome())?.['resent']).toBeUndefined();
    const intent = await site.lastEntry('ai.request.intent');
    expect(intent?.['sent']).toBeUndefined();
  });
});

describe('what one caller cannot reach through another', () => {
  let site: GatewaySite;
  let neighbour: string;
  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'bedrock'] });
    neighbour = await tokenOfAnotherWorkspace(site);
  });
  afterAll(() => site.close());
  beforeEach(() => {
    for (const emulator of [site.emulator, site.control.bedrock]) emulator.reset();
  });

  test('gotcha 22: a response is found by the workspace that made it alone, streamed or not', async () => {
    for (const stream of [false, true]) {
      const body = JSON.stringify({ model: 'gpt-5', input: 'Hello', stream });
      const made = (await site.post('/v1/responses', body)).body.toString('utf8');
      const id = /"id":\s*"(resp_\w+)"/.exec(made)?.[1] ?? 'none';
      const asked = (method: string, token: string) =>
        site.post(`/v1/responses/${id}`, '', {
          method,
          headers: { authorization: `Bearer ${token}` },
        });
      const next = JSON.stringify({ model: 'gpt-5', input: 'And?', previous_response_id: id });
      const as = { headers: { authorization: `Bearer ${neighbour}` } };
      site.emulator.reset();
      expect((await asked('GET', neighbour)).status).toBe(404);
      expect((await asked('DELETE', neighbour)).status).toBe(404);
      expect((await site.post('/v1/responses', next, as)).status).toBe(404);
      expect(site.emulator.requests).toEqual([]);
      expect((await asked('GET', site.token)).status).toBe(200);
      expect((await site.post('/v1/responses', next)).status).toBe(200);
    }
  });

  test.each([
    '..%2F..%2Fguardrails',
    '%2E%2E%2F%2E%2E%2Fadmin',
    'amazon.nova-pro-v1:0%2F..%2F..%2Fmodel-customization-jobs',
    'amazon.nova-pro-v1:0%3FmaxTokens=1',
    'amazon.nova-pro-v1:0%23',
    'amazon.nova-pro-v1:0%0d%0aX-Amz-Target:%20x',
    '%00',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile%2F..%2Fx',
    'https:%2F%2Fevil.example',
  ])('gotcha 23: the model id %s leads to no other path, and is not signed', async (id) => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
    for (const call of ['converse', 'converse-stream', 'invoke', 'invoke-with-response-stream']) {
      const reply = await site.post(`/model/${id}/${call}`, body);
      expect([400, 404]).toContain(reply.status);
    }
    const chat = JSON.stringify({ model: `bedrock/${decodeURIComponent(id)}`, messages: spoken });
    expect((await site.post('/v1/chat/completions', chat)).status).toBe(404);
    expect(site.control.bedrock.requests).toEqual([]);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fd00:ec2::254]/',
    'http://127.0.0.1:5432',
    'http://localhost:9999/v1',
    'http://[::ffff:10.0.0.1]/v1',
    'http://0x7f000001/v1',
    'file:///etc/passwd',
  ])('gotcha 24: a base URL of %s is refused, and no key goes there', async (base_url) => {
    const reply = await site.admin.post('/api/credentials', {
      provider: 'openai',
      name: `elsewhere-${Buffer.from(base_url).toString('hex').slice(0, 40)}`,
      api_key: site.control.providerKey,
      base_url,
    });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().code).toBe('bad_base_url');
  });

  test('gotcha 24: addresses in a request are not fetched for the provider', async () => {
    const image = { type: 'image_url', image_url: { url: `${site.emulator.url}/v1/models` } };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'See' }, image] }];
    const body = JSON.stringify({ model: 'amazon.nova-pro-v1:0', messages });
    const reply = await site.post('/v1/chat/completions', body);
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'unsupported_parameter']);
    expect(site.emulator.requests).toEqual([]);
  });
});
