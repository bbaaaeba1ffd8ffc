import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { call, type Reply } from '../gateway/http-call.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, resetProviders, seenBy } from './provider-models.ts';

const betas = [
  'claude-code-20250219',
  'context-1m-2025-08-07',
  'interleaved-thinking-2025-05-14',
  'thinking-token-count-2026-05-13',
  'context-management-2025-06-27',
  'prompt-caching-scope-2026-01-05',
  'mid-conversation-system-2026-04-07',
  'effort-2025-11-24',
];
const user = { device_id: 'd'.repeat(64), account_uuid: '', session_id: 'a-b-c' };

/** A request as a coding agent sends it. */
function request(model: string, billing: string) {
  const cached = { cache_control: { type: 'ephemeral' as const } };
  return {
    model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder>\nThe date is 2026-11-22.\n</system-reminder>' },
          { type: 'text', text: 'List the files.', ...cached },
        ],
      },
    ],
    system: [
      { type: 'text', text: `x-anthropic-billing-header: ${billing}` },
      { type: 'text', text: 'You are an agent.', ...cached },
      {
        type: 'text',
        text: 'Be careful. '.repeat(400),
        cache_control: { type: 'ephemeral', scope: 'global' },
      },
    ],
    tools: Array.from({ length: 24 }, (_, at) => ({
      name: `Tool${at}`,
      description: `Does thing ${at}.`,
      input_schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: { path: { type: 'string', description: 'Where.' } },
        required: ['path'],
        additionalProperties: false,
      },
    })),
    metadata: { user_id: JSON.stringify(user) },
    max_tokens: 64_000,
    thinking: { type: 'adaptive' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'medium' },
    stream: true,
  };
}

describe('a coding agent that speaks Anthropic Messages', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const send = (body: object): Promise<Reply> =>
    site.post('/v1/messages?beta=true', JSON.stringify(body), {
      headers: {
        accept: 'application/json',
        'anthropic-version': '2023-06-01',
        'anthropic-beta': betas.join(','),
        'anthropic-dangerous-direct-browser-access': 'true',
        'x-app': 'cli',
        'x-claude-code-session-id': '7f7b2b1e-0000-4000-8000-000000000000',
        'x-stainless-timeout': '600',
        'user-agent': 'an-agent/2.1 (external, cli)',
      },
    });
  const typesIn = ({ body }: Reply) =>
    [...body.toString().matchAll(/^event: (\S+)$/gm)].map(([, type]) => type);

  test('asks first whether there is a server', async () => {
    const reply = await call(`${site.url}/`, { method: 'HEAD' });
    expect(reply.status).toBe(200);
  });

  test('gotcha 19: at Anthropic its bytes, its betas and its headers arrive, and no name of the user', async () => {
    const body = request('claude-sonnet-4-6', 'cc_version=2.1; cch=1');
    const reply = await send(body);
    expect(reply.status, reply.body.toString()).toBe(200);
    expect(typesIn(reply).at(-1)).toBe('message_stop');
    const seen = seenBy(site, 'anthropic').at(-1);
    expect(seen?.headers['anthropic-beta']).toBe(betas.join(','));
    expect(seen?.headers['anthropic-version']).toBe('2023-06-01');
    expect(seen?.headers['x-app']).toBe('cli');
    expect(seen?.path).toBe('/v1/messages?beta=true');
    const sent = seen?.body.toString() ?? '';
    expect(sent).not.toContain(user.device_id);
    const { user_id } = JSON.parse(sent).metadata;
    expect(user_id).toMatch(/^user_[\w-]{32}$/);
    expect(sent).toBe(JSON.stringify({ ...body, metadata: { user_id } }));
  });

  test('gotcha 18: at Bedrock it is asked of the model in the format that Claude has there', async () => {
    const model = 'us.anthropic.claude-sonnet-4-6';
    const reply = await send(request(model, 'cc_version=2.1; cch=1'));
    expect(reply.status, reply.body.toString()).toBe(200);
    expect(typesIn(reply).at(-1)).toBe('message_stop');
    const seen = seenBy(site, 'bedrock').at(-1);
    expect(seen?.path).toBe(`/model/${model}/invoke-with-response-stream`);
    const sent = lastBody(site, 'bedrock');
    expect(sent.anthropic_version).toBe('bedrock-2023-05-31');
    expect(sent.anthropic_beta).not.toContain('prompt-caching-scope-2026-01-05');
    expect(sent.anthropic_beta).toContain('context-management-2025-06-27');
    expect(sent.system[1].cache_control).toEqual({ type: 'ephemeral' });
    expect(sent.thinking).toEqual({ type: 'adaptive' });
    expect(reply.headers['x-monago-translation']).toContain('cache_control.scope');
  });

  test('gotcha 20: the line that differs in every request does not reach the cache of Bedrock', async () => {
    const model = 'us.anthropic.claude-sonnet-4-6';
    await send(request(model, 'cc_version=2.1; cch=1'));
    await send(request(model, 'cc_version=2.1; cch=2'));
    const [one, two] = seenBy(site, 'bedrock').map(({ body }) => body.toString());
    expect(one).toBe(two);
    expect(one).not.toContain('x-anthropic-billing-header');
  });

  test.each([
    ['openai', 'gpt-4o-mini'],
    ['openai', 'gpt-5.1'],
    ['bedrock', 'amazon.nova-pro-v1:0'],
  ] as const)(
    'at %s on %s it is answered in lenient mode, and told what was left out',
    async (provider, model) => {
      const reply = await site.admin.post('/api/settings', { translation: 'lenient' });
      expect(reply.statusCode, reply.body).toBe(200);
      try {
        const answer = await send(request(model, 'cc_version=2.1; cch=1'));
        expect(answer.status, answer.body.toString()).toBe(200);
        expect(typesIn(answer)[0]).toBe('message_start');
        expect(typesIn(answer).at(-1)).toBe('message_stop');
        expect(answer.headers['x-monago-translation']).toContain('context_management');
        const body = JSON.stringify(lastBody(site, provider));
        expect(body).not.toContain(user.device_id);
        expect(body).not.toContain('x-anthropic-billing-header');
        const trail = await trailOf(site, String(answer.headers['x-monago-audit-id']));
        expect(trail.outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
      } finally {
        await site.admin.post('/api/settings', { translation: 'strict' });
      }
    },
  );
});
