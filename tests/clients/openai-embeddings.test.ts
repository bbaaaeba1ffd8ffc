import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, resetProviders, seenBy } from './provider-models.ts';

describe('the official OpenAI client, embeddings and models', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
    for (const [alias, provider, model] of [
      ['house-model', 'bedrock', 'amazon.nova-lite-v1:0'],
      ['house-vectors', 'openai', 'text-embedding-3-small'],
    ]) {
      const reply = await site.admin.post('/api/models/aliases', { alias, provider, model });
      expect(reply.statusCode, reply.body).toBe(200);
    }
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const model = 'text-embedding-3-small';

  test('vectors in Base64, which the client asks for by itself, are those given as numbers', async () => {
    const { data, response } = await client.embeddings
      .create({ model, input: ['one', 'two'] })
      .withResponse();
    expect(lastBody(site, 'openai').encoding_format).toBe('base64');
    const floats = await client.embeddings.create({
      model,
      input: ['one', 'two'],
      encoding_format: 'float',
    });
    for (const [at, { embedding }] of data.data.entries()) {
      const other = floats.data[at]?.embedding ?? [];
      expect(embedding).toHaveLength(other.length);
      const distance = Math.hypot(...embedding.map((value, index) => value - (other[index] ?? 9)));
      expect(distance).toBeLessThan(1e-6);
    }
    const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(intent).toMatchObject({ api: 'embeddings', provider: 'openai', model });
    expect(outcome).toMatchObject({
      status: 'ok',
      usage: { source: 'provider', input: data.usage.prompt_tokens },
    });
    expect(Number(response.headers.get('x-monago-cost-usd'))).toBeGreaterThan(0);
  });

  test('an alias is sent on as the model that it stands for', async () => {
    const made = await client.embeddings.create({ model: 'house-vectors', input: 'one' });
    expect(lastBody(site, 'openai').model).toBe(model);
    expect(made.data).toHaveLength(1);
  });

  test('a model of another provider is refused before anybody is asked', async () => {
    const asked = client.embeddings.create({ model: 'claude-sonnet-4-5', input: 'one' });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param: 'model',
    });
    for (const provider of ['openai', 'anthropic', 'bedrock'] as const) {
      expect(seenBy(site, provider)).toEqual([]);
    }
  });

  test("the list has every provider's models and the organisation's own names", async () => {
    const listed: OpenAI.Model[] = [];
    for await (const found of client.models.list()) listed.push(found);
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'house-model',
        'gpt-4o-mini',
        'claude-sonnet-4-5-20250929',
        'amazon.nova-pro-v1:0',
      ]),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(listed.every((found) => found.object === 'model' && found.created >= 0)).toBe(true);
    expect(seenBy(site, 'openai')).toEqual([]);
  });

  test('every listed model can be retrieved by its id', async () => {
    const { data } = await client.models.list();
    for (const listed of data) expect(await client.models.retrieve(listed.id)).toEqual(listed);
    await expect(client.models.retrieve('mystery-7')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  test('an own name answers under that name, and the log has both', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'house-model', messages: [{ role: 'user', content: 'Hello!' }] })
      .withResponse();
    expect(data.model).toBe('house-model');
    expect(seenBy(site, 'bedrock')[0]?.path).toBe('/model/amazon.nova-lite-v1%3A0/converse');
    const { intent } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(intent).toMatchObject({
      model_requested: 'house-model',
      model: 'amazon.nova-lite-v1:0',
      provider: 'bedrock',
    });
  });

  test.each([
    ['openai/gpt-4o-mini', 'openai'],
    ['anthropic/claude-sonnet-4-5', 'anthropic'],
    ['bedrock/amazon.nova-pro-v1:0', 'bedrock'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'bedrock'],
  ] as const)('%s is asked of %s', async (name, provider) => {
    await client.chat.completions.create({
      model: name,
      messages: [{ role: 'user', content: 'Hello!' }],
    });
    expect(seenBy(site, provider)).toHaveLength(1);
  });
});
