import OpenAI, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const KEY = 'sk-proj-emulator-accepted-0001';
const RESTRICTED_KEY = 'sk-proj-emulator-restricted-01';
const hello = [{ role: 'user' as const, content: 'Hello, 世界 👋🏽!' }];
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } },
    },
  },
};

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('the official OpenAI client against the emulator', () => {
  let emulator: Emulator;
  let client: OpenAI;
  const clientWith = (apiKey: string) =>
    new OpenAI({ apiKey, baseURL: `${emulator.url}/v1`, maxRetries: 0 });

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({
      acceptedKeys: [KEY],
      restrictedKeys: [RESTRICTED_KEY],
    });
    client = clientWith(KEY);
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('the call should have failed'),
      (error: unknown) => error,
    );

  test('lists models and retrieves one', async () => {
    const { data } = await client.models.list();
    expect(data.map((model) => model.id)).toContain('gpt-4o-mini');
    expect(await client.models.retrieve('gpt-4o-mini')).toMatchObject({
      id: 'gpt-4o-mini',
      object: 'model',
      owned_by: 'openai',
    });
  });

  test('answers a chat request with what was said, and counts tokens', async () => {
    const completion = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: hello,
    });
    expect(completion.choices[0]?.message.content).toBe('You said: Hello, 世界 👋🏽!');
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    const { usage } = completion;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(usage?.completion_tokens).toBeGreaterThan(0);
  });

  test('streams the same text in several deltas, role first, usage last', async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
    expect(deltas[0]?.role).toBe('assistant');
    expect(deltas.filter((delta) => delta.content).length).toBeGreaterThan(2);
    expect(deltas.map((delta) => delta.content ?? '').join('')).toBe('You said: Hello, 世界 👋🏽!');
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test('sends no usage chunk unless it is asked for', async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-5-nano',
      messages: hello,
      stream: true,
    });
    const chunks = await collect(stream);
    expect(chunks.some((chunk) => 'usage' in chunk || chunk.choices.length === 0)).toBe(false);
  });

  test('gives each of several choices its own index, also in a stream', async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: hello,
      n: 3,
      stream: true,
    });
    const texts = ['', '', ''];
    for await (const chunk of stream) {
      for (const { index, delta } of chunk.choices) texts[index] += delta.content ?? '';
    }
    expect(new Set(texts).size).toBe(3);
    expect(texts.every((text) => text.startsWith('You said: Hello'))).toBe(true);
  });

  test('stops at a stop sequence and at the token limit', async () => {
    const stopped = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: hello,
      stop: ['Hello'],
    });
    expect(stopped.choices[0]?.message.content).toBe('You said: ');
    const cut = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: hello,
      max_completion_tokens: 2,
    });
    expect(cut.choices[0]?.finish_reason).toBe('length');
    expect(cut.usage?.completion_tokens).toBe(2);
  });

  test('spends a small token limit of a reasoning model on reasoning', async () => {
    const completion = await client.chat.completions.create({
      model: 'gpt-5-nano',
      messages: hello,
      max_completion_tokens: 10,
    });
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'length',
      message: { content: '' },
    });
    expect(completion.usage?.completion_tokens_details?.reasoning_tokens).toBe(10);
  });

  test('calls a tool, streams its arguments in fragments, and answers after the result', async () => {
    const stream = client.chat.completions.stream({
      model: 'gpt-4o',
      messages: hello,
      tools: [weather],
    });
    let fragments = 0;
    stream.on('tool_calls.function.arguments.delta', () => {
      fragments += 1;
    });
    const { choices } = await stream.finalChatCompletion();
    const call = choices[0]?.message.tool_calls?.[0];
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(call?.function).toMatchObject({ name: 'get_weather' });
    expect(JSON.parse(call?.function.arguments ?? '')).toEqual({ city: 'sample', unit: 'celsius' });
    expect(fragments).toBeGreaterThan(2);

    const followUp = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [
        ...hello,
        {
          role: 'assistant',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'x', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '31 degrees' },
      ],
      tools: [weather],
    });
    expect(followUp.choices[0]?.message.content).toBe('You said: 31 degrees');
  });

  test('calls two tools in parallel unless that is switched off', async () => {
    const other = { ...weather, function: { name: 'get_time' } };
    const ask = async (parallel: boolean) => {
      const completion = await client.chat.completions.create({
        model: 'gpt-4o',
        messages: hello,
        tools: [weather, other],
        tool_choice: 'required',
        parallel_tool_calls: parallel,
      });
      return completion.choices[0]?.message.tool_calls?.length;
    };
    expect(await ask(true)).toBe(2);
    expect(await ask(false)).toBe(1);
  });

  test('answers in the JSON that a schema asks for', async () => {
    const schema = {
      type: 'object',
      properties: {
        steps: { type: 'array', items: { $ref: '#/$defs/step' } },
        score: { type: 'integer', minimum: 3 },
      },
      $defs: { step: { type: 'object', properties: { title: { type: ['string', 'null'] } } } },
    };
    const completion = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: hello,
      response_format: { type: 'json_schema', json_schema: { name: 'plan', schema } },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
      steps: [{ title: 'sample' }],
      score: 3,
    });
  });

  test('embeds equal texts equally, as floats and as base64', async () => {
    const base64 = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one', 'two', 'one'],
    });
    const floats = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: 'one',
      encoding_format: 'float',
    });
    const [first, second, third] = base64.data.map((item) => item.embedding);
    expect(first).toHaveLength(1536);
    expect(first).toEqual(third);
    expect(first).not.toEqual(second);
    const distance = Math.hypot(
      ...(first ?? []).map((value, at) => value - (floats.data[0]?.embedding[at] ?? 0)),
    );
    expect(distance).toBeLessThan(1e-6);
  });

  test('continues a text, unary and as a stream', async () => {
    const request = { model: 'babbage-002', prompt: 'one two three', max_tokens: 2 };
    const unary = await client.completions.create(request);
    expect(unary.choices[0]).toMatchObject({ text: ' one two', finish_reason: 'length' });
    const chunks = await collect(await client.completions.create({ ...request, stream: true }));
    expect(chunks.map((chunk) => chunk.choices[0]?.text).join('')).toBe(' one two');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
  });

  test('refuses a wrong key and echoes it masked', async () => {
    const error = await failureOf(clientWith('sk-abcdefghijklmnopqrstuvwxyz').models.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({
      code: 'invalid_api_key',
      type: 'invalid_request_error',
      message: expect.stringContaining('sk-abcde*****************wxyz'),
    });
  });

  test('says 401 without a code when a restricted key lacks a scope', async () => {
    const restricted = clientWith(RESTRICTED_KEY);
    const error = await failureOf(restricted.models.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({
      code: null,
      message: expect.stringContaining('Missing scopes: api.model.read'),
    });
    await restricted.chat.completions.create({ model: 'gpt-4o', messages: hello });
  });

  test('says 404 for an unknown model, in lists and in chat', async () => {
    for (const call of [
      client.models.retrieve('gpt-none'),
      client.chat.completions.create({ model: 'gpt-none', messages: hello }),
    ]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({
        code: 'model_not_found',
        message: expect.stringContaining(
          'The model `gpt-none` does not exist or you do not have access to it.',
        ),
      });
    }
  });

  test.each([
    ['no messages', { messages: undefined }, 'missing_required_parameter', 'messages'],
    ['an empty list of messages', { messages: [] }, 'empty_array', 'messages'],
    ['messages that are a string', { messages: 'hi' }, 'invalid_type', 'messages'],
    ['an unknown role', { messages: [{ role: 'boss' }] }, 'invalid_value', 'messages[0].role'],
    ['null content', { messages: [{ role: 'user' }] }, 'invalid_type', 'messages[0].content'],
    ['a temperature too high', { temperature: 3 }, 'decimal_above_max_value', 'temperature'],
    ['n of zero', { n: 0 }, 'integer_below_min_value', 'n'],
    ['stream options unary', { stream_options: {} }, null, 'stream_options'],
    ['a tool choice without tools', { tool_choice: 'auto' }, null, 'tool_choice'],
    ['a tool result out of place', { messages: [{ role: 'tool' }] }, null, 'messages.[0].role'],
    ['JSON mode without the word', { response_format: { type: 'json_object' } }, null, 'messages'],
  ])('says 400 for %s', async (...[, change, code, param]) => {
    const body = { model: 'gpt-4o', messages: hello, ...change };
    const error = await failureOf(client.post('/chat/completions', { body }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code, param, type: 'invalid_request_error' });
  });

  test.each([
    ['429', RateLimitError, 'rate_limit_exceeded'],
    ['insufficient-quota', RateLimitError, 'insufficient_quota'],
    ['500', InternalServerError, null],
    ['503', InternalServerError, null],
    ['401', AuthenticationError, 'invalid_api_key'],
    ['missing-scopes', AuthenticationError, null],
  ])('fails as %s when the model name asks for it', async (name, errorClass, code) => {
    const error = await failureOf(
      client.chat.completions.create({ model: `gpt-fault-${name}`, messages: hello }),
    );
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ code });
  });

  test('is retried by the client after a scripted 429, as retry-after tells', async () => {
    emulator.script({ failure: { status: 429, retryAfterSeconds: 0.01 } });
    const patient = new OpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1`, maxRetries: 1 });
    await patient.chat.completions.create({ model: 'gpt-4o', messages: hello });
    expect(emulator.requests).toHaveLength(2);
  });
});
