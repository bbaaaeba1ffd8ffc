import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { awsErrors } from './aws-errors.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import {
  providerErrors as openAiAndAnthropicErrors,
  type ProviderError,
} from './provider-errors.ts';

const shapes = ['openai', 'anthropic', 'bedrock'] as const;
type Shape = (typeof shapes)[number];

const models: Readonly<Record<Provider, string>> = {
  openai: 'gpt-4o-mini',
  anthropic: 'claude-sonnet-4-5',
  bedrock: 'amazon.nova-pro-v1:0',
};
const spoken = [{ role: 'user', content: 'Hello' }];

/** A request in each format, whole or as a stream: errors look the same. */
const requests: Readonly<Record<Shape, (model: string, stream: boolean) => [string, object]>> = {
  openai: (model, stream) => ['/v1/chat/completions', { model, messages: spoken, stream }],
  anthropic: (model, stream) => [
    '/v1/messages',
    { model, max_tokens: 50, messages: spoken, stream },
  ],
  bedrock: (model, stream) => [
    `/model/${encodeURIComponent(model)}/converse${stream ? '-stream' : ''}`,
    { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
  ],
};

const providerErrors = [...openAiAndAnthropicErrors, ...awsErrors];

/** What every provider's edge adds and no client has to see. */
const ofTheEdge = {
  'set-cookie': '__cf_bm=secret; path=/',
  'openai-organization': 'org-bank',
  'openai-project': 'proj_bank',
  'anthropic-organization-id': '0d0f3c1e',
  'cf-ray': '8f00-SIN',
  server: 'cloudflare',
  'x-envoy-upstream-service-time': '5',
};

let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite({ providers: shapes });
});
afterAll(() => site.close());
beforeEach(() => {
  const { emulator, anthropic: claude, bedrock } = site.control;
  for (const provider of [emulator, claude, bedrock]) provider.reset();
});

function answer(
  row: ProviderError,
  pack: (body: string) => Buffer | string = (body) => body,
): void {
  const { emulator: openai, anthropic: claude, bedrock } = site.control;
  const packed = pack(JSON.stringify(row.body));
  const encoding = typeof packed === 'string' ? {} : { 'content-encoding': 'gzip' };
  const headers = {
    'content-type': 'application/json',
    'x-request-id': 'req_upstream',
    ...ofTheEdge,
    ...row.headers,
    ...encoding,
  };
  const replay = { status: row.status, headers, body: packed };
  ({ openai, anthropic: claude, bedrock })[row.provider].script({ replay });
}

async function ask(shape: Shape, provider: Provider, stream: boolean): Promise<Reply> {
  const [path, body] = requests[shape](models[provider], stream);
  return site.post(path, JSON.stringify(body));
}

const jsonOf = (reply: Reply) => JSON.parse(reply.body.toString('utf8'));

function expectShape(shape: Shape, reply: Reply, message: unknown): void {
  const body = jsonOf(reply);
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  if (shape === 'openai') {
    expect(body).toEqual({
      error: { message, type: expect.any(String), param: null, code: expect.any(String) },
    });
  }
  if (shape === 'anthropic') {
    const type = expect.stringMatching(/^\w+_error$|^request_too_large$/);
    const details = { error_code: expect.any(String) };
    expect(body).toEqual({
      type: 'error',
      error: { type, message, details },
      request_id: expect.any(String),
    });
  }
  if (shape === 'bedrock') {
    expect(body).toEqual({ message, code: expect.any(String) });
    expect(reply.headers['x-amzn-errortype']).toMatch(/^\w+Exception$/);
  } else expect(reply.headers['x-amzn-errortype']).toBeUndefined();
}

const messageOf = ({ body }: ProviderError): string => {
  const words: Record<string, unknown> = { ...body };
  const error = Object(words['error'] ?? words);
  return String(error.message ?? error.Message);
};

/** The provider's own bytes to its own clients; to others its words, and nothing of them where they tell of the key. */
function expectWords(shape: Shape, reply: Reply, row: ProviderError): void {
  if (reply.status === 424) {
    expectShape(shape, reply, expect.stringContaining('API key'));
    expect(reply.body.toString('utf8')).not.toContain(messageOf(row));
  } else if (row.provider === shape) {
    expect(reply.body.toString('utf8')).toBe(JSON.stringify(row.body));
  } else expectShape(shape, reply, messageOf(row));
}

describe.each(shapes)('an error of a provider, told to a client of %s', (shape) => {
  const statusFor = ({ expected, onMessages }: ProviderError) =>
    shape === 'anthropic' ? (onMessages ?? expected) : expected;

  test.each(providerErrors)('$provider: $what is $expected', async (row) => {
    for (const stream of [false, true]) {
      answer(row);
      const reply = await ask(shape, row.provider, stream);
      expect(reply.status).toBe(statusFor(row));
      for (const name of Object.keys(ofTheEdge)) expect(reply.headers[name], name).toBeUndefined();
      expectWords(shape, reply, row);
      expect(await site.lastEntry('ai.request.outcome')).toMatchObject({
        status: 'provider_error',
        http: statusFor(row),
        upstream_http: row.status,
      });
    }
  });

  test.each(providerErrors.filter(({ expected }) => expected === 402 || expected === 424))(
    '$provider: $what is not to be tried again',
    async (row) => {
      answer({ ...row, headers: { ...row.headers, 'x-should-retry': 'true' } });
      const reply = await ask(shape, row.provider, false);
      expect(reply.headers['x-should-retry']).toBe('false');
    },
  );

  test.each(providerErrors.filter(({ headers }) => headers?.['retry-after'] !== undefined))(
    'gotcha 21: $provider: $what keeps when to come again, and how much is left',
    async (row) => {
      answer(row);
      const reply = await ask(shape, row.provider, true);
      for (const [name, value] of Object.entries(row.headers ?? {})) {
        expect(reply.headers[name], name).toBe(value);
      }
    },
  );

  test.each(providerErrors.filter(({ expected }) => [402, 403, 424].includes(expected)))(
    'gotcha 29: $provider: $what is $expected also where it comes compressed',
    async (row) => {
      answer(row, gzipSync);
      const reply = await ask(shape, row.provider, false);
      expect(reply.status).toBe(row.expected);
      const isPacked = reply.headers['content-encoding'] === 'gzip';
      expect(isPacked).toBe(row.provider === shape && reply.status !== 424);
      if (!isPacked) expect(jsonOf(reply)).toBeTypeOf('object');
    },
  );
});
