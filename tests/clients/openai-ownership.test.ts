import OpenAI, { NotFoundError } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { call } from '../gateway/http-call.ts';
import { tokenOfAnotherTenant, tokenOfAnotherWorkspace } from './other-callers.ts';

const model = 'gpt-5';

/** Every way to name a part of a response without repeating it. */
function referencesTo({ output }: OpenAI.Responses.Response): OpenAI.Responses.ResponseInputItem[] {
  return output.flatMap((item): OpenAI.Responses.ResponseInputItem[] => {
    if (item.type === 'reasoning') return [{ type: item.type, id: item.id, summary: [] }];
    if (item.type !== 'message') return [];
    return [{ type: 'item_reference', id: item.id }, { id: item.id }];
  });
}

describe('gotcha 22: whose a stored response is', () => {
  let site: GatewaySite;
  let owner: OpenAI;
  const others: { who: string; client: OpenAI }[] = [];

  beforeAll(async () => {
    site = await openGatewaySite();
    const baseURL = `${site.url}/v1`;
    const clientOf = (apiKey: string) => new OpenAI({ apiKey, baseURL, maxRetries: 0 });
    owner = clientOf(site.token);
    others.push(
      { who: 'another workspace', client: clientOf(await tokenOfAnotherWorkspace(site)) },
      { who: 'another organisation', client: clientOf(await tokenOfAnotherTenant(site)) },
    );
  });
  beforeEach(() => site.emulator.reset());
  afterAll(() => site.close());

  const input = 'The account of Sri is 12345.';
  const make = (stream: boolean) =>
    stream
      ? owner.responses.stream({ model, input }).finalResponse()
      : owner.responses.create({ model, input });
  const expectNotFound = async (asked: Promise<unknown>, param: string) => {
    site.emulator.reset();
    await expect(asked).rejects.toSatisfy(
      (error) =>
        error instanceof NotFoundError && error.code === 'not_found' && error.param === param,
    );
    expect(site.emulator.requests).toEqual([]);
  };

  describe.each([false, true])('made as a stream: %s', (stream) => {
    test('its maker retrieves, continues, refers to and deletes it', async () => {
      const made = await make(stream);
      const again = await owner.responses.retrieve(made.id);
      expect(again.output_text).toBe(made.output_text);
      const next = await owner.responses.create({
        model,
        input: 'And now?',
        previous_response_id: made.id,
      });
      expect(next.previous_response_id).toBe(made.id);
      const [item] = made.output;
      const referred = await owner.responses.create({
        model,
        input: [
          { type: 'item_reference', id: item?.id ?? '' },
          { role: 'user', content: 'And this?' },
        ],
      });
      expect(referred.output_text).toBe('You said: And this?');
      await owner.responses.delete(made.id);
      await expectNotFound(owner.responses.retrieve(made.id), 'id');
    });

    test('nobody else retrieves, continues or deletes it, and OpenAI is not even asked', async () => {
      const made = await make(stream);
      for (const { client } of others) {
        await expectNotFound(client.responses.retrieve(made.id), 'id');
        await expectNotFound(client.responses.delete(made.id), 'id');
        await expectNotFound(
          client.responses.create({ model, input: 'Who?', previous_response_id: made.id }),
          'previous_response_id',
        );
        await expectNotFound(
          client.responses.inputTokens
            .count({ model, input: 'Who?', previous_response_id: made.id })
            .then(String),
          'previous_response_id',
        );
      }
      expect((await owner.responses.retrieve(made.id)).id).toBe(made.id);
    });

    test('nobody else refers to a part of it', async () => {
      const made = await make(stream);
      const parts = referencesTo(made);
      expect(parts).toHaveLength(3);
      for (const { client } of others) {
        for (const part of parts) {
          const asked = client.responses.create({
            model,
            input: [part, { role: 'user', content: 'What was that?' }],
          });
          await expectNotFound(asked, 'input[0].id');
        }
      }
    });
  });

  test('other spellings and other routes of its address open nothing', async () => {
    const made = await make(false);
    site.emulator.reset();
    const jwt = String(others[0]?.client.apiKey);
    const tail = made.id.slice(1);
    for (const [method, path] of [
      ['GET', `/v1/responses/%72${tail}`],
      ['GET', `/v1/responses/${made.id}/`],
      ['GET', `/v1/responses/${made.id}/input_items`],
      ['POST', `/v1/responses/${made.id}/cancel`],
      ['GET', `/v1/responses/x%2F..%2F${made.id}`],
      ['GET', `/v1/responses/..%2Fresponses%2F${made.id}`],
      ['GET', `/v1/responses/x/../${made.id}`],
      ['GET', `//v1/responses/${made.id}`],
      ['GET', `/v1/responses/${made.id}%00`],
      ['GET', `/v1/responses/${made.id}?id=other`],
      ['GET', `/v1/conversations/${made.id}`],
      ['GET', `/v1/chat/completions/${made.id}`],
      ['GET', `/responses/${made.id}`],
      ['GET', `/openai/v1/responses/${made.id}`],
    ] as const) {
      const reply = await call(`${site.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${jwt}` },
      });
      expect([reply.status, path]).toEqual([404, path]);
    }
    expect(site.emulator.requests).toEqual([]);
  });

  test('what the provider keeps beyond responses cannot be named by anybody', async () => {
    site.emulator.reset();
    for (const change of [{ conversation: 'conv_1' }, { prompt: { id: 'pmpt_1' } }]) {
      const asked = owner.responses.create({ model, input: 'Hello!', ...change });
      await expect(asked).rejects.toMatchObject({
        status: 400,
        code: 'unsupported_parameter',
        param: Object.keys(change)[0],
      });
    }
    expect(site.emulator.requests).toEqual([]);
  });

  test('a response that was not to be stored belongs to nobody', async () => {
    const made = await owner.responses.create({ model, input, store: false });
    await expectNotFound(owner.responses.retrieve(made.id), 'id');
  });

  test('one of which the client saw only the beginning is its own all the same', async () => {
    site.emulator.script({ chunkDelayMs: 20 });
    const stream = await owner.responses.create({ model, input, stream: true });
    let id = '';
    for await (const event of stream) {
      if (event.type !== 'response.created') continue;
      id = event.response.id;
      break;
    }
    await expect.poll(() => owner.responses.retrieve(id).then((made) => made.id)).toBe(id);
    for (const { client } of others) await expectNotFound(client.responses.retrieve(id), 'id');
  });

  test('sealed reasoning carries itself and needs no owner here', async () => {
    const made = await owner.responses.create({
      model,
      input,
      store: false,
      include: ['reasoning.encrypted_content'],
    });
    const reasoning = made.output.find((item) => item.type === 'reasoning');
    if (reasoning === undefined) throw new Error('there is no reasoning');
    const next = await owner.responses.create({
      model,
      store: false,
      input: [reasoning, { role: 'user', content: 'And now?' }],
    });
    expect(next.output_text).toBe('You said: And now?');
  });
});
