import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { scriptEverywhere } from './provider-failures.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';
import { type RecordedFetch, recordedFetch } from './recorded-fetch.ts';

const schema = z.object({ city: z.string() });
const usage = z.object({ input_tokens: z.number(), output_tokens: z.number() });
const look = {
  type: 'function' as const,
  function: { name: 'look', description: 'Looks.', parameters: z.toJSONSchema(schema) },
};

describe('LangChain with its OpenAI package', () => {
  let site: GatewaySite;
  let recorded: RecordedFetch;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => {
    resetProviders(site);
    recorded = recordedFetch();
  });
  afterAll(() => site.close());

  const modelOf = (model: string, useResponsesApi: boolean) =>
    new ChatOpenAI({
      model,
      useResponsesApi,
      apiKey: site.token,
      maxRetries: 0,
      configuration: { baseURL: `${site.url}/v1`, fetch: recorded.fetch },
    });

  describe.each([
    { api: 'chat', useResponsesApi: false },
    { api: 'responses', useResponsesApi: true },
  ])('over $api', ({ useResponsesApi }) => {
    describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
      const chosen = () => modelOf(model, useResponsesApi);

      test('invokes, and knows the tokens', async () => {
        const message = await chosen().invoke([
          new SystemMessage('Be brief.'),
          new HumanMessage('Hello, 世界!'),
        ]);
        expect(message.text).toBe(`${echo}Hello, 世界!`);
        const { input_tokens: input, output_tokens: output } = usage.parse(message.usage_metadata);
        expect(output).toBeGreaterThan(0);
        expect(recorded.header('x-monago-provider')).toBe(provider);
        const { outcome } = await trailOf(site, recorded.header('x-monago-audit-id'));
        expect(outcome).toMatchObject({ status: 'ok', usage: { input, output } });
      });

      test('streams', async () => {
        const parts: string[] = [];
        for await (const chunk of await chosen().stream('Hello, 世界!')) parts.push(chunk.text);
        expect(parts.filter(Boolean).length).toBeGreaterThan(1);
        expect(parts.join('')).toBe(`${echo}Hello, 世界!`);
        const { outcome } = await trailOf(site, recorded.header('x-monago-audit-id'));
        expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
      });

      test('calls a tool and speaks of its result', async () => {
        const bound = chosen().bindTools([look]);
        const first = await bound.invoke('Weather?');
        expect(first.tool_calls).toMatchObject([{ name: 'look', args: { city: 'sample' } }]);
        const second = await bound.invoke([
          new HumanMessage('Weather?'),
          // What Responses calls its stored items by is not what another provider keeps.
          new AIMessage({ content: first.text, tool_calls: first.tool_calls ?? [] }),
          new ToolMessage({
            tool_call_id: first.tool_calls?.[0]?.id ?? '',
            content: '31 degrees',
          }),
        ]);
        expect(second.text).toContain('31 degrees');
        expect(seenBy(site, provider)).toHaveLength(2);
      });

      test('gives back its own messages in the next turn', async () => {
        const bound = chosen().bindTools([look]);
        const first = await bound.invoke('Weather?');
        const result = new ToolMessage({
          tool_call_id: first.tool_calls?.[0]?.id ?? '',
          content: '31 degrees',
        });
        const second = await bound.invoke([new HumanMessage('Weather?'), first, result]);
        expect(second.text).toContain('31 degrees');
      });

      test('gives structured output, where a model can be bound to a schema', async () => {
        const structured = chosen().withStructuredOutput(schema, {
          strict: true,
          method: 'jsonSchema',
        });
        if (!model.startsWith('amazon.nova')) {
          expect(await structured.invoke('Where?')).toEqual({ city: 'sample' });
          return;
        }
        await expect(structured.invoke('Where?')).rejects.toMatchObject({ status: 400 });
      });
    });

    test.each(['gpt-4o-mini', 'claude-sonnet-4-5', 'amazon.nova-pro-v1:0'])(
      'gotcha 25: a stream of %s that dies is thrown',
      async (model) => {
        scriptEverywhere(site, { truncate: 'between-events' });
        const read = async () => {
          const stream = await modelOf(model, useResponsesApi).stream(
            'Hello, dear world of words!',
          );
          for await (const chunk of stream) expect(chunk.text).toBeTypeOf('string');
        };
        await expect(read()).rejects.toThrow();
      },
    );
  });

  test('a tool that is forced reaches the models that can be forced', async () => {
    for (const { model, provider } of providerModels.filter(
      ({ model }) => model !== 'claude-sonnet-5-5',
    )) {
      const structured = modelOf(model, false).withStructuredOutput(schema, {
        method: 'functionCalling',
        name: 'look',
      });
      expect(await structured.invoke('Where?')).toEqual({ city: 'sample' });
      expect(JSON.stringify(lastBody(site, provider))).toContain('look');
    }
  });

  test('embeds one text and several', async () => {
    const embeddings = new OpenAIEmbeddings({
      model: 'text-embedding-3-small',
      apiKey: site.token,
      configuration: { baseURL: `${site.url}/v1`, fetch: recorded.fetch },
    });
    expect(await embeddings.embedQuery('one')).toHaveLength(1536);
    expect(await embeddings.embedDocuments(['one', 'two'])).toHaveLength(2);
    expect(recorded.header('x-monago-provider')).toBe('openai');
  });
});
