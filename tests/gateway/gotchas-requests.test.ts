import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

const claude = 'claude-sonnet-4-5';
const claudeAtBedrock = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const nova = 'amazon.nova-pro-v1:0';

let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
});
afterAll(() => site.close());
beforeEach(() => {
  for (const emulator of Object.values(emulators())) emulator.reset();
});

function emulators() {
  const { emulator: openai, anthropic, bedrock } = site.control;
  return { openai, anthropic, bedrock };
}

/** What the provider got; it has to take it, too. */
async function accepted(provider: Provider, path: string, body: object | string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await site.post(path, text);
  expect(reply.status, reply.body.toString('utf8')).toBe(200);
  const sent = emulators()[provider].requests[0]?.body.toString('utf8') ?? '';
  return { text: sent, json: JSON.parse(sent), reply };
}

const chat = '/v1/chat/completions';
const tool = (name: string, parameters: object = { type: 'object', properties: {} }) => ({
  type: 'function',
  function: { name, parameters },
});
const user = (content: unknown) => ({ role: 'user', content });
const called = (id: string, name: string, args: string) => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
});
const result = (tool_call_id: string, content: string) => ({ role: 'tool', tool_call_id, content });

describe('a request of a client of OpenAI, asked of Claude', () => {
  test('gotcha 06 and gotcha 08: schemas keep their order, and numbers their digits', async () => {
    const body =
      `{"model":"${claude}","max_tokens":50,"messages":[{"role":"user","content":"Hi"},` +
      '{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"pay",' +
      '"arguments":"{\\"zeta\\": 9007199254740993, \\"alpha\\":1.0}"}}]},{"role":"tool","tool_call_id":"call_1","content":"ok"}],' +
      '"tools":[{"type":"function","function":{"name":"pay","parameters":{"type":"object","properties":' +
      '{"zeta":{"type":"integer","default":9007199254740993},"alpha":{"type":"number"}},"required":["zeta","alpha"]}}}]}';
    const { text } = await accepted('anthropic', chat, body);
    expect(text).toContain('{"zeta": 9007199254740993, "alpha":1.0}');
    expect(text).toContain('"default":9007199254740993');
    expect(text.indexOf('"zeta":{"type"')).toBeLessThan(text.indexOf('"alpha":{"type"'));
  });

  test('gotcha 09 and gotcha 10: thoughts go back first, unchanged and all of them', async () => {
    const asked = {
      model: claude,
      max_tokens: 3_000,
      reasoning_effort: 'low',
      tools: [tool('look_up')],
    };
    const first = await accepted('anthropic', chat, {
      ...asked,
      messages: [user('Think. [tool:look_up]')],
    });
    const answer = JSON.parse(first.reply.body.toString('utf8')).choices[0].message;
    expect(answer.thinking_blocks?.length).toBeGreaterThan(0);
    emulators().anthropic.reset();
    const ids: string[] = (answer.tool_calls ?? []).map(({ id }: { id: string }) => id);
    const messages = [
      user('Think. [tool:look_up]'),
      answer,
      ...ids.map((id) => result(id, '42')),
      user('So?'),
    ];
    const { json } = await accepted('anthropic', chat, { ...asked, messages });
    const [leading] = json.messages[1].content;
    expect(leading).toEqual(answer.thinking_blocks[0]);
  });

  test('gotcha 11: a forced tool and thinking exclude each other, before anything is sent', async () => {
    const body = {
      model: claude,
      max_tokens: 3_000,
      messages: [user('Hi')],
      reasoning_effort: 'high',
      tools: [tool('look_up')],
      tool_choice: 'required',
    };
    const reply = await site.post(chat, JSON.stringify(body));
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toMatchObject({ code: 'unsupported_parameter' });
    expect(emulators().anthropic.requests).toEqual([]);
  });

  test('gotcha 13: no text that is empty or blank is sent', async () => {
    const messages = [
      user('Hi'),
      called('call_1', 'look_up', ''),
      result('call_1', ''),
      user([
        { type: 'text', text: ' \n' },
        { type: 'text', text: 'So?' },
      ]),
    ];
    const { text } = await accepted('anthropic', chat, {
      model: claude,
      max_tokens: 50,
      messages,
      tools: [tool('look_up')],
    });
    expect(text).not.toMatch(/"text":"\s*"/);
    expect(text).not.toMatch(/"text":" ?\\n"/);
  });

  test('gotcha 14: ids and names that Anthropic refuses are changed alike, and changed back', async () => {
    const name = 'bank.look_up';
    const messages = [
      user('Hi'),
      called('call:1/ä', name, '{}'),
      result('call:1/ä', 'ok'),
      user(`[tool:${name}]`),
    ];
    const { json } = await accepted('anthropic', chat, {
      model: claude,
      max_tokens: 50,
      messages,
      tools: [tool(name)],
    });
    const use = json.messages[1].content[0];
    expect(use.id).toMatch(/^[\w-]+$/);
    expect(json.messages[2].content[0].tool_use_id).toBe(use.id);
    expect(use.name).toMatch(/^[\w-]{1,128}$/);
    expect(json.tools[0].name).toBe(use.name);
  });

  test('gotcha 16: results of one turn are one message, and none is there twice', async () => {
    const twice = { ...called('call_1', 'look_up', '{}') };
    twice.tool_calls.push({
      id: 'call_2',
      type: 'function',
      function: { name: 'look_up', arguments: '{}' },
    });
    const messages = [
      user('Hi'),
      twice,
      result('call_1', 'a'),
      result('call_2', 'b'),
      result('call_1', 'a'),
      user('So?'),
    ];
    const { json } = await accepted('anthropic', chat, {
      model: claude,
      max_tokens: 50,
      messages,
      tools: [tool('look_up')],
    });
    const results = json.messages[2].content.filter(
      ({ type }: { type: string }) => type === 'tool_result',
    );
    expect(results.map(({ tool_use_id }: { tool_use_id: string }) => tool_use_id)).toEqual([
      'call_1',
      'call_2',
    ]);
  });
});

describe('a request of a client of OpenAI, asked of Bedrock', () => {
  test('gotcha 15: a history with tools has its tools, also where none is offered any more', async () => {
    const messages = [
      user('Hi'),
      called('call_1', 'look_up', '{}'),
      result('call_1', 'ok'),
      user('So?'),
    ];
    const { json } = await accepted('bedrock', chat, {
      model: claudeAtBedrock,
      max_tokens: 50,
      messages,
      tools: [tool('look_up')],
      tool_choice: 'none',
    });
    expect(json.toolConfig.tools[0].toolSpec.name).toBe('look_up');
  });

  test('gotcha 17: a cache point stands after what it closes, for models that have a cache', async () => {
    const cache_control = { type: 'ephemeral' };
    const messages = [
      user([
        { type: 'text', text: 'Long', cache_control },
        { type: 'text', text: 'short' },
      ]),
    ];
    const { json } = await accepted('bedrock', chat, {
      model: claudeAtBedrock,
      max_tokens: 50,
      messages,
    });
    expect(json.messages[0].content).toMatchObject([
      { text: 'Long' },
      { cachePoint: { type: 'default' } },
      { text: 'short' },
    ]);
  });

  test('gotcha 13: no text that is empty or blank is sent', async () => {
    const messages = [
      user('Hi'),
      called('tooluse_1', 'look_up', '{}'),
      result('tooluse_1', ''),
      user('So?'),
    ];
    const { text } = await accepted('bedrock', chat, {
      model: nova,
      max_tokens: 50,
      messages,
      tools: [tool('look_up')],
    });
    expect(text).not.toMatch(/"text":"\s*"/);
  });
});

describe('a request of Claude Code, asked of Claude at Bedrock', () => {
  const body = {
    model: claudeAtBedrock,
    max_tokens: 100,
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.197; cc_entrypoint=cli;' },
      {
        type: 'text',
        text: 'You are careful.',
        cache_control: { type: 'ephemeral', scope: 'global' },
      },
    ],
    messages: [user('Hello')],
  };
  const headers = {
    'anthropic-version': '2023-06-01',
    'anthropic-beta':
      'claude-code-20250219,interleaved-thinking-2025-05-14,prompt-caching-scope-2026-01-05',
  };
  const asked = async () => {
    const reply = await site.post('/v1/messages?beta=true', JSON.stringify(body), { headers });
    expect(reply.status, reply.body.toString('utf8')).toBe(200);
    return { reply, seen: emulators().bedrock.requests[0] };
  };

  test('gotcha 18: opt-ins that Bedrock refuses are left out of header and body, and named', async () => {
    const { reply, seen } = await asked();
    expect(seen?.headers['anthropic-beta']).toBeUndefined();
    const { anthropic_beta: betas } = JSON.parse(seen?.body.toString('utf8') ?? '{}');
    expect(betas).toContain('interleaved-thinking-2025-05-14');
    expect(betas).not.toContain('prompt-caching-scope-2026-01-05');
    expect(reply.headers['x-monago-translation']).toContain('prompt-caching-scope-2026-01-05');
  });

  test('gotcha 19: what needs an opt-in that is left out goes with it', async () => {
    const { seen } = await asked();
    expect(seen?.body.toString('utf8')).not.toContain('"scope"');
    expect(seen?.body.toString('utf8')).toContain('"cache_control":{"type":"ephemeral"}');
  });

  test('gotcha 20: the line that differs in every request is left out, and the rest stays in its blocks', async () => {
    const { seen } = await asked();
    const { system } = JSON.parse(seen?.body.toString('utf8') ?? '{}');
    expect(system).toHaveLength(1);
    expect(system[0].text).toBe('You are careful.');
  });

  test('gotcha 19: to Anthropic itself the opt-ins go unchanged, and so does the body', async () => {
    const same = JSON.stringify({ ...body, model: claude });
    await site.post('/v1/messages?beta=true', same, { headers });
    const [seen] = emulators().anthropic.requests;
    expect(seen?.headers['anthropic-beta']).toBe(headers['anthropic-beta']);
    expect(seen?.headers['anthropic-version']).toBe('2023-06-01');
    expect(seen?.path).toBe('/v1/messages?beta=true');
    expect(seen?.body.toString('utf8')).toBe(same);
  });
});
