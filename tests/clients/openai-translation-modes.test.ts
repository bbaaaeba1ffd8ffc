import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, resetProviders, seenBy } from './provider-models.ts';

const messages = [{ role: 'user' as const, content: 'Hello!' }];

describe('what another provider cannot do', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const setMode = async (translation: 'strict' | 'lenient') => {
    const reply = await site.admin.post('/api/settings', { translation });
    expect(reply.statusCode, reply.body).toBe(200);
  };

  const others = [
    { provider: 'anthropic', model: 'claude-sonnet-4-5' },
    { provider: 'bedrock', model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    { provider: 'bedrock', model: 'amazon.nova-pro-v1:0' },
  ] as const;
  const losses = [
    { param: 'logit_bias', change: { logit_bias: { '50256': -100 } } },
    { param: 'n', change: { n: 2 } },
    { param: 'logprobs', change: { logprobs: true } },
    { param: 'presence_penalty', change: { presence_penalty: 0.5 } },
    { param: 'frequency_penalty', change: { frequency_penalty: -0.5 } },
    { param: 'store', change: { store: true } },
    { param: 'web_search_options', change: { web_search_options: {} } },
    { param: 'prediction', change: { prediction: { type: 'content', content: 'x' } } },
  ] as const;

  describe.each(others)('$model of $provider', ({ provider, model }) => {
    test.each(losses)('strict refuses $param by its name and asks nobody', async (sample) => {
      await setMode('strict');
      const asked = client.chat.completions.create({ model, messages, ...sample.change });
      await expect(asked).rejects.toSatisfy(
        (error) =>
          error instanceof BadRequestError &&
          error.code === 'unsupported_parameter' &&
          error.param === sample.param,
      );
      expect(seenBy(site, provider)).toEqual([]);
      const denied = await site.lastEntry('ai.request.denied');
      expect(denied).toMatchObject({ reason: 'unsupported_parameter', model });
    });

    test.each(losses)('lenient leaves $param out and says so', async (sample) => {
      await setMode('lenient');
      const { data, response } = await client.chat.completions
        .create({ model, messages, ...sample.change })
        .withResponse();
      expect(data.choices).toHaveLength(1);
      expect(response.headers.get('x-monago-translation')).toBe(`dropped=${sample.param}`);
      expect(JSON.stringify(lastBody(site, provider))).not.toContain(`"${sample.param}":`);
      const { intent } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(intent['translation']).toEqual({ dropped: [sample.param], changed: [] });
    });

    test('both leave out a seed, which changes no meaning, and say so', async () => {
      for (const mode of ['strict', 'lenient'] as const) {
        await setMode(mode);
        const { response } = await client.chat.completions
          .create({ model, messages, seed: 7, prompt_cache_key: 'k' })
          .withResponse();
        expect(response.headers.get('x-monago-translation')).toBe('dropped=seed,prompt_cache_key');
        const { intent } = await trailOf(site, response.headers.get('x-monago-audit-id'));
        expect(intent['translation']).toEqual({
          dropped: ['seed', 'prompt_cache_key'],
          changed: [],
        });
      }
    });

    test('values that ask for nothing are no loss', async () => {
      await setMode('strict');
      const { response } = await client.chat.completions
        .create({ model, messages, n: 1, logprobs: false, presence_penalty: 0, store: false })
        .withResponse();
      expect(response.headers.get('x-monago-translation')).toBeNull();
    });

    test('a temperature above 1 is refused, or lowered and said', async () => {
      await setMode('strict');
      const hot = { model, messages, temperature: 1.5 };
      await expect(client.chat.completions.create(hot)).rejects.toMatchObject({
        status: 400,
        param: 'temperature',
      });
      await setMode('lenient');
      const { response } = await client.chat.completions.create(hot).withResponse();
      expect(response.headers.get('x-monago-translation')).toBe('changed=temperature');
      const { intent } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(intent['translation']).toEqual({ dropped: [], changed: ['temperature'] });
    });

    test('a stream says it before its first chunk', async () => {
      await setMode('lenient');
      const { data: stream, response } = await client.chat.completions
        .create({ model, messages, stream: true, logit_bias: { '1': 1 } })
        .withResponse();
      expect(response.headers.get('x-monago-translation')).toBe('dropped=logit_bias');
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    });
  });

  test('gotcha 11: a forced tool is refused for a model that cannot be forced, or left to choose', async () => {
    const forced = {
      model: 'claude-sonnet-5-5',
      messages,
      tools: [{ type: 'function' as const, function: { name: 'look' } }],
      tool_choice: 'required' as const,
    };
    await setMode('strict');
    await expect(client.chat.completions.create(forced)).rejects.toMatchObject({
      status: 400,
      param: 'tool_choice',
    });
    await setMode('lenient');
    const { data, response } = await client.chat.completions.create(forced).withResponse();
    expect(response.headers.get('x-monago-translation')).toBe('dropped=tool_choice');
    expect(data.choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('a sampling setting is refused for a model that takes none, or left out', async () => {
    const cool = { model: 'claude-sonnet-5-5', messages, temperature: 0.2 };
    await setMode('strict');
    await expect(client.chat.completions.create(cool)).rejects.toMatchObject({
      status: 400,
      param: 'temperature',
    });
    await setMode('lenient');
    const { response } = await client.chat.completions.create(cool).withResponse();
    expect(response.headers.get('x-monago-translation')).toBe('dropped=temperature');
  });

  test('OpenAI itself gets everything as it was sent, in either mode', async () => {
    for (const mode of ['strict', 'lenient'] as const) {
      await setMode(mode);
      const { response } = await client.chat.completions
        .create({ model: 'gpt-4o-mini', messages, n: 2, seed: 7, logit_bias: { '1': 1 } })
        .withResponse();
      expect(response.headers.get('x-monago-translation')).toBeNull();
      expect(lastBody(site, 'openai')).toMatchObject({ n: 2, seed: 7, logit_bias: { '1': 1 } });
    }
  });
});
