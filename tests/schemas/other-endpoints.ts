import type { GatewaySite } from '../gateway/gateway-site.ts';
import { call } from '../gateway/http-call.ts';
import type { Emission, Kind } from './check-types.ts';

interface Beside {
  readonly kind: Kind;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const said = [{ role: 'user', content: 'Hello' }];
const embeddings = { model: 'text-embedding-3-small', input: ['one', 'two'] };
const anthropic = { 'anthropic-version': '2023-06-01' };

const calls: readonly Beside[] = [
  { kind: 'openai.models', method: 'GET', path: '/v1/models' },
  { kind: 'openai.model', method: 'GET', path: '/v1/models/gpt-4o-mini' },
  { kind: 'openai.model', method: 'GET', path: '/v1/models/claude-sonnet-4-5' },
  { kind: 'anthropic.models', method: 'GET', path: '/v1/models', headers: anthropic },
  {
    kind: 'anthropic.model',
    method: 'GET',
    path: '/v1/models/claude-opus-5-5',
    headers: anthropic,
  },
  { kind: 'provider embeddings', method: 'POST', path: '/v1/embeddings', body: embeddings },
  {
    kind: 'provider embeddings',
    method: 'POST',
    path: '/v1/embeddings',
    body: { ...embeddings, encoding_format: 'base64' },
  },
  {
    kind: 'provider messages.tokens',
    method: 'POST',
    path: '/v1/messages/count_tokens',
    body: { model: 'claude-sonnet-4-5', messages: said },
  },
  {
    kind: 'provider responses.tokens',
    method: 'POST',
    path: '/v1/responses/input_tokens',
    body: { model: 'gpt-4o-mini', input: 'Hello' },
  },
];

/** Asks what is no conversation: models, embeddings, counts, and an answer that the provider keeps. */
export async function askBeside(site: GatewaySite): Promise<Emission[]> {
  const kept = await answered(site, {
    kind: 'provider responses.answer',
    method: 'POST',
    path: '/v1/responses',
    body: { model: 'gpt-4o-mini', input: 'Hello', store: true },
  });
  const path = `/v1/responses/${idOf(kept.body)}`;
  const emissions = [kept];
  for (const one of calls) emissions.push(await answered(site, one));
  emissions.push(
    await answered(site, { kind: 'provider responses.answer', method: 'GET', path }),
    await answered(site, { kind: 'provider responses.deleted', method: 'DELETE', path }),
  );
  return emissions;
}

async function answered(site: GatewaySite, asked: Beside): Promise<Emission> {
  const { kind, method, path, body, headers } = asked;
  const reply = await call(`${site.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${site.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = reply.body.toString('utf8');
  if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return { kind, source: `${method} ${path}`, body: JSON.parse(text) };
}

function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body) return String(body.id);
  throw new Error('an answer without an id');
}
