import { Agent, handoff, OpenAIProvider, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';

const weather = tool({
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `31 degrees in ${city}`,
});

describe('the OpenAI Agents SDK', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const setMode = async (translation: 'strict' | 'lenient') => {
    const reply = await site.admin.post('/api/settings', { translation });
    expect(reply.statusCode, reply.body).toBe(200);
  };
  const runnerOf = (useResponses: boolean) =>
    new Runner({
      tracingDisabled: true,
      modelProvider: new OpenAIProvider({
        useResponses,
        openAIClient: new OpenAI({
          apiKey: site.token,
          baseURL: `${site.url}/v1`,
          maxRetries: 0,
        }),
      }),
    });

  describe.each([
    { api: 'responses', useResponses: true },
    { api: 'chat', useResponses: false },
  ])('over $api', ({ useResponses }) => {
    describe.each(providerModels)('on $model of $provider', ({ provider, model }) => {
      // It binds every tool to its schema, which these models cannot promise.
      beforeAll(() => setMode(model.startsWith('amazon.nova') ? 'lenient' : 'strict'));

      const agent = () =>
        new Agent({ name: 'Meteorologist', model, instructions: 'Use it.', tools: [weather] });

      test('runs its tool', async () => {
        const result = await runnerOf(useResponses).run(agent(), 'Weather?');
        expect(result.finalOutput).toContain('31 degrees in sample');
        expect(seenBy(site, provider)).toHaveLength(2);
      });

      test('runs its tool in a stream', async () => {
        const result = await runnerOf(useResponses).run(agent(), 'Weather?', { stream: true });
        const kinds = new Set<string>();
        for await (const event of result) kinds.add(event.type);
        await result.completed;
        expect(result.finalOutput).toContain('31 degrees in sample');
        expect(kinds).toContain('raw_model_stream_event');
        expect(seenBy(site, provider)).toHaveLength(2);
      });

      test('goes on from its own history', async () => {
        const runner = runnerOf(useResponses);
        const first = await runner.run(agent(), 'Weather?');
        const second = await runner.run(agent(), [
          ...first.history,
          { role: 'user', content: 'And tomorrow?' },
        ]);
        expect(second.finalOutput).toBeTruthy();
      });

      test('hands over to another agent', async () => {
        const clerk = new Agent({ name: 'Clerk', model, instructions: 'Be brief.' });
        const desk = new Agent({ name: 'Desk', model, handoffs: [handoff(clerk)] });
        const result = await runnerOf(useResponses).run(desk, 'A form, please.');
        expect(result.lastAgent?.name).toBe('Clerk');
        expect(result.finalOutput).toBeTruthy();
      });
    });
  });

  test('a promise about tools that a model cannot give is refused by its name', async () => {
    await setMode('strict');
    const model = 'amazon.nova-pro-v1:0';
    const agent = new Agent({ name: 'Meteorologist', model, tools: [weather] });
    for (const useResponses of [true, false]) {
      const run = runnerOf(useResponses).run(agent, 'Weather?');
      await expect(run).rejects.toMatchObject({ status: 400, param: 'tools[0].strict' });
    }
    expect(seenBy(site, 'bedrock')).toEqual([]);
  });

  test('an answer of a given type', async () => {
    await setMode('strict');
    for (const model of ['gpt-4.1', 'claude-sonnet-4-5']) {
      const agent = new Agent({ name: 'Guide', model, outputType: z.object({ city: z.string() }) });
      const result = await runnerOf(true).run(agent, 'Where?');
      expect(result.finalOutput).toEqual({ city: 'sample' });
    }
  });
});
