import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
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
const sent = () => providers().flatMap(({ requests }) => requests.map(({ body }) => body));
const claudeAtBedrock = encodeURIComponent('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
const paths = {
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
  converse: `/model/${claudeAtBedrock}/converse`,
} as const;
const bodies = {
  chat: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'a' }] },
  responses: { model: 'gpt-5-mini', store: false, input: 'a' },
  messages: {
    model: 'claude-haiku-4-5',
    max_tokens: 9,
    messages: [{ role: 'user', content: 'a' }],
  },
  converse: { messages: [{ role: 'user', content: [{ text: 'a' }] }] },
} as const;
const ask = (api: keyof typeof bodies, more: object) =>
  site.post(paths[api], JSON.stringify({ ...bodies[api], ...more }));

const shell = { type: 'function', name: 'shell', parameters: {} };
const user = { role: 'user', content: 'a' };
/** Ways to give a model a tool past a look at the list of tools. */
const tools: readonly (readonly [title: string, api: keyof typeof bodies, more: object])[] = [
  [
    'under a second name',
    'chat',
    { tools: [{ type: 'function', name: 'search', function: { name: 'shell', parameters: {} } }] },
  ],
  [
    'under a name that its kind does not have',
    'responses',
    { tools: [{ type: 'shell', name: 'search' }] },
  ],
  [
    'within a namespace',
    'responses',
    { tools: [{ type: 'namespace', name: 'search', description: 'a', tools: [shell] }] },
  ],
  [
    'within the conversation',
    'responses',
    { input: [{ type: 'additional_tools', role: 'developer', tools: [shell] }, user] },
  ],
  [
    'as what a search for tools has found',
    'responses',
    { input: [{ type: 'tool_search_output', call_id: 'call_1', tools: [shell] }, user] },
  ],
  [
    'past Converse',
    'converse',
    { additionalModelRequestFields: { tools: [{ type: 'shell_20250124', name: 'shell' }] } },
  ],
  [
    'at a server of the client',
    'messages',
    { mcp_servers: [{ type: 'url', name: 'shell', url: 'https://tools.example/mcp' }] },
  ],
  [
    'in a set of such a server',
    'messages',
    { tools: [{ type: 'mcp_toolset', mcp_server_name: 'shell' }] },
  ],
];

describe.each(tools)('a tool that comes %s', (_, api, more) => {
  test('is one to policies', async () => {
    policies.set('name: no-shell\nmatch: {tool: [shell]}\neffect: deny');
    expect((await ask(api, more)).status).toBe(400);
    expect(sent()).toEqual([]);
  });

  test.each(['{remove: [shell]}', '{keep: [search]}'])('is taken out by %s', async (effect) => {
    policies.set(`name: tools\neffect: {strip_tools: ${effect}}`);
    await ask(api, more);
    expect(sent()).toHaveLength(1);
    expect(sent().toString()).not.toContain('shell');
  });
});

test('what is allowed stays: tools of providers by their type, of clients by their names', async () => {
  policies.set('name: tools\neffect: {strip_tools: {keep: [find, web_search, code_interpreter]}}');
  const own = { name: 'find', input_schema: { type: 'object' } };
  const search = { type: 'web_search_20250305', name: 'web_search' };
  await ask('messages', { tools: [own, search] });
  const interpreter = { type: 'code_interpreter', container: { type: 'auto' } };
  await ask('responses', { tools: [{ ...shell, name: 'find' }, interpreter] });
  const [openai, anthropic] = sent().map((body) => JSON.parse(body.toString()).tools);
  expect(anthropic).toEqual([own, search]);
  expect(openai).toEqual([{ ...shell, name: 'find' }, interpreter]);
});

test('a search of the web without a tool for it is one to policies, and is taken out', async () => {
  const more = { model: 'gpt-4o-mini-search-preview', web_search_options: {} };
  policies.set('name: no-web\nmatch: {tool: ["web_search*"]}\neffect: deny');
  expect((await ask('chat', more)).status).toBe(400);
  policies.set('name: no-web\neffect: {strip_tools: {remove: ["web_search*"]}}');
  await ask('chat', more);
  expect(JSON.parse(sent().toString())).not.toHaveProperty('web_search_options');
});

describe('a model that the request names besides its own', () => {
  const only =
    'name: models\nunless: request.model in ["claude-haiku-4-5", "gpt-5-mini"]\neffect: deny';
  const many = Array.from({ length: 40 }, (_, at) => ({ model: `gpt-5-mini-${at}` }));
  test.each([
    ['for when that fails', 'messages', { fallbacks: [{ model: 'claude-opus-4-5' }] }],
    [
      'within a tool',
      'messages',
      { tools: [{ type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-4-5' }] },
    ],
    [
      'to make pictures',
      'responses',
      { tools: [{ type: 'image_generation', model: 'gpt-image-1' }] },
    ],
    ['in a list', 'responses', { models: ['o3-pro'] }],
    ['behind many others', 'responses', { models: [...many, 'o3-pro'] }],
  ] as const)('400 model_not_allowed: %s', async (_, api, more) => {
    policies.set(only);
    const reply = await ask(api, more);
    expect([reply.status, reply.headers['x-monago-block-reason']]).toEqual([
      400,
      expect.stringContaining('Model not allowed'),
    ]);
    expect(sent()).toEqual([]);
  });

  test('400 where a person would have to agree to it', async () => {
    policies.set(
      'name: premium\nmatch: {model: ["claude-opus-*"]}\neffect: {require_approval: {timeout_minutes: 5}}',
    );
    expect((await ask('messages', { fallbacks: [{ model: 'claude-opus-4-5' }] })).status).toBe(400);
    expect(sent()).toEqual([]);
  });

  test('changes nothing where the same policies hold for it', async () => {
    policies.set(only);
    await ask('messages', { fallbacks: [{ model: 'gpt-5-mini' }] });
    expect(sent()).toHaveLength(1);
  });
});

describe('a limit of what the model writes', () => {
  test.each([
    ['chat', { max_tokens: -1 }],
    ['chat', { max_tokens: 0.5 }],
    ['chat', { max_tokens: '4000' }],
    ['chat', { max_tokens: 10, max_completion_tokens: 4000 }],
    ['converse', { additionalModelRequestFields: { max_tokens: 4000 } }],
    ['converse', { additionalModelRequestFields: { maxTokens: 4000 } }],
    ['converse', { additionalModelRequestFields: { max_gen_len: 4000 } }],
  ] as const)('holds however the client asks for more: %s %j', async (api, more) => {
    policies.set('name: cap\neffect: {cap: {max_output_tokens: 64}}');
    await ask(api, more);
    expect(sent().toString()).toContain('64');
    expect(sent().toString()).not.toMatch(/4000|-1|0\.5/);
  });
});
