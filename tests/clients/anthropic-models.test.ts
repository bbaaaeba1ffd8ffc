import Anthropic, { BadRequestError, NotFoundError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';

describe('the list of models, as the official Anthropic client reads it', () => {
  let site: GatewaySite;
  let client: Anthropic;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new Anthropic({ apiKey: site.token, baseURL: site.url, maxRetries: 0 });
  });
  afterAll(() => site.close());

  test('page by page, each model once, of every provider that has a key', async () => {
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 7 })) ids.push(model.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ['claude-sonnet-4-6', 'gpt-4o-mini', 'amazon.nova-pro-v1:0']) {
      expect(ids).toContain(id);
    }
    const whole = await client.models.list({ limit: 1_000 });
    expect(whole.data.map(({ id }) => id)).toEqual(ids);
    expect(whole.hasNextPage()).toBe(false);
  });

  test('backwards from a model', async () => {
    const { data } = await client.models.list({ limit: 5 });
    const last = data.at(-1)?.id ?? '';
    const before = await client.models.list({ limit: 2, before_id: last });
    expect(before.data.map(({ id }) => id)).toEqual(data.slice(2, 4).map(({ id }) => id));
  });

  test('one model, also by its short name, and one that is not there', async () => {
    const model = await client.models.retrieve('claude-sonnet-4-5');
    expect(model).toMatchObject({ type: 'model', id: 'claude-sonnet-4-5-20250929' });
    expect(await client.models.retrieve(model.id)).toEqual(model);
    expect(Date.parse(model.created_at)).not.toBeNaN();
    expect(model.max_tokens).toBeGreaterThan(0);
    await expect(client.models.retrieve('no-such-model')).rejects.toBeInstanceOf(NotFoundError);
  });

  test('a limit that is none is refused in the words of the API', async () => {
    const error = await client.models.list({ limit: 5_000 }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BadRequestError);
    expect(String(error)).toContain('"invalid_request_error"');
  });

  test('counting tokens of a model that is not of Anthropic is refused by name', async () => {
    const counted = client.messages.countTokens({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Hello' }],
    });
    await expect(counted).rejects.toBeInstanceOf(BadRequestError);
  });
});
