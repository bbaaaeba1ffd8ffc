import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const KEY = 'sk-proj-emulator-accepted-0001';
const weather = {
  type: 'function' as const,
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
};
const weatherItem = { type: 'function_call' as const, call_id: 'call_1', name: 'get_weather' };

describe('the official OpenAI client against the Responses API of the emulator', () => {
  let emulator: Emulator;
  let client: OpenAI;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: [KEY] });
    client = new OpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1`, maxRetries: 0 });
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('the call should have failed'),
      (error: unknown) => error,
    );

  const eventsOf = async (body: Partial<OpenAI.Responses.ResponseCreateParamsStreaming>) => {
    const stream = await client.responses.create({
      model: 'gpt-4.1-nano',
      input: 'Hello, 世界!',
      ...body,
      stream: true,
    });
    const events: ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    return events;
  };

  test('answers with what was said, and tells tokens and settings', async () => {
    const response = await client.responses.create({
      model: 'gpt-4.1-nano',
      input: 'Hello, 世界!',
      instructions: 'Be brief.',
      metadata: { case: '1' },
    });
    expect(response.output_text).toBe('You said: Hello, 世界!');
    expect(response).toMatchObject({
      status: 'completed',
      model: 'gpt-4.1-nano-2025-04-14',
      instructions: 'Be brief.',
      metadata: { case: '1' },
      service_tier: 'default',
      incomplete_details: null,
    });
    const { usage } = response;
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
  });

  test('streams every event in order, numbered without a gap', async () => {
    const events = await eventsOf({});
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
    const names = events.map(({ type }) => type);
    expect(names.filter((name, at) => name !== names[at - 1])).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });

  test('hides the length of deltas unless told not to', async () => {
    const isPadded = (event: ResponseStreamEvent) => 'obfuscation' in event;
    const padded = await eventsOf({});
    expect(padded.filter(isPadded).every(({ type }) => type.endsWith('.delta'))).toBe(true);
    expect(padded.filter(isPadded).length).toBeGreaterThan(1);
    const bare = await eventsOf({ stream_options: { include_obfuscation: false } });
    expect(bare.some(isPadded)).toBe(false);
  });

  test('names each event on a line of its own and ends without [DONE]', async () => {
    const answer = await client.responses
      .create({ model: 'gpt-4.1-nano', input: 'hi', stream: true })
      .asResponse();
    const text = await answer.text();
    const events = text.trimEnd().split('\n\n');
    for (const event of events) {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(event) ?? [];
      expect(JSON.parse(data ?? '')).toMatchObject({ type: name });
    }
    expect(text).not.toContain('[DONE]');
  });

  test('puts the stream together again with the helper of the client', async () => {
    const stream = client.responses.stream({
      model: 'gpt-5',
      input: 'Weather?',
      tools: [weather],
      reasoning: { summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    });
    const { output, status } = await stream.finalResponse();
    expect(status).toBe('completed');
    expect(output.map((item) => item.type)).toEqual(['reasoning', 'function_call']);
    expect(output[0]).toMatchObject({
      encrypted_content: expect.stringMatching(/^gAAAA/),
      summary: [{ type: 'summary_text', text: expect.stringContaining('Thinking') }],
    });
    expect(output[1]).toMatchObject({
      name: 'get_weather',
      arguments: '{"city":"sample"}',
      parsed_arguments: { city: 'sample' },
    });
  });

  test('tells arguments of a call in fragments and whole', async () => {
    const events = await eventsOf({ tools: [weather], tool_choice: 'required' });
    const deltas = events.flatMap((event) =>
      event.type === 'response.function_call_arguments.delta' ? [event.delta] : [],
    );
    const done = events.find((event) => event.type === 'response.function_call_arguments.done');
    expect(deltas.length).toBeGreaterThan(1);
    expect(done).toMatchObject({ arguments: deltas.join(''), name: 'get_weather' });
  });

  test('answers after the result of a tool, in the items that clients send back', async () => {
    const asked = await client.responses.create({
      model: 'gpt-5',
      input: 'Weather?',
      tools: [weather],
      store: false,
      include: ['reasoning.encrypted_content'],
    });
    const exchange = asked.output.flatMap((item): OpenAI.Responses.ResponseInputItem[] => {
      if (item.type === 'reasoning') return [item];
      if (item.type !== 'function_call') return expect.fail(`unexpected ${item.type}`);
      const { call_id } = item;
      return [item, { type: 'function_call_output', call_id, output: '31 degrees' }];
    });
    const answered = await client.responses.create({
      model: 'gpt-5',
      input: [{ role: 'user', content: 'Weather?' }, ...exchange],
      tools: [weather],
    });
    expect(answered.output_text).toBe('You said: 31 degrees');
  });

  test('ends incomplete at the token limit and at the content filter', async () => {
    const cut = await eventsOf({ input: '[[tokens 40]]', max_output_tokens: 16 });
    expect(cut.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
    });
    const filtered = await client.responses.create({ model: 'gpt-5', input: '[[filter]] this' });
    expect(filtered.incomplete_details).toEqual({ reason: 'content_filter' });
    const spent = await client.responses.create({
      model: 'gpt-5',
      input: 'hi',
      max_output_tokens: 32,
    });
    expect(spent.output.map((item) => item.type)).toEqual(['reasoning']);
    expect(spent.usage?.output_tokens_details.reasoning_tokens).toBe(32);
  });

  test('refuses in a content part of its own', async () => {
    const events = await eventsOf({ input: '[[refuse]]' });
    const deltas = events.flatMap((event) =>
      event.type === 'response.refusal.delta' ? [event.delta] : [],
    );
    expect(events.at(-1)).toMatchObject({
      response: { output: [{ content: [{ type: 'refusal', refusal: deltas.join('') }] }] },
    });
  });

  test('answers in the JSON that a schema asks for', async () => {
    const schema = {
      type: 'object',
      properties: { score: { type: 'integer', minimum: 3 } },
      required: ['score'],
      additionalProperties: false,
    };
    const response = await client.responses.parse({
      model: 'gpt-5.4',
      input: 'Rate this.',
      text: { format: { type: 'json_schema', name: 'rating', schema, strict: true } },
    });
    expect(response.output_parsed).toEqual({ score: 3 });
  });

  test('keeps a response until it is deleted, with its input', async () => {
    const { id } = await client.responses.create({
      model: 'gpt-4.1-nano',
      input: [
        { role: 'user', content: 'first' },
        { role: 'user', content: [{ type: 'input_text', text: 'second' }] },
      ],
    });
    expect(await client.responses.retrieve(id)).toMatchObject({ id, status: 'completed' });
    const texts: unknown[] = [];
    for await (const item of client.responses.inputItems.list(id, { order: 'asc', limit: 1 })) {
      if (item.type === 'message') texts.push(item.content[0]);
    }
    expect(texts).toMatchObject([{ text: 'first' }, { text: 'second' }]);
    await client.responses.delete(id);
    for (const call of [client.responses.retrieve(id), client.responses.delete(id)]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({ message: expect.stringContaining(`Response with id '${id}'`) });
    }
  });

  test('keeps nothing that was not to be stored', async () => {
    const body = { model: 'gpt-4.1-nano', input: 'secret', store: false };
    const { id, output } = await client.responses.create(body);
    expect(await failureOf(client.responses.retrieve(id))).toBeInstanceOf(NotFoundError);
    const reference = { type: 'item_reference' as const, id: output[0]?.id ?? '' };
    const error = await failureOf(
      client.responses.create({ model: 'gpt-4.1-nano', input: [reference] }),
    );
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ param: 'input' });
  });

  test('continues a stored response, whose tool calls the next input answers', async () => {
    const first = await client.responses.create({
      model: 'gpt-4.1-nano',
      input: 'Weather?',
      tools: [weather],
    });
    const call = first.output.find((item) => item.type === 'function_call');
    const second = await client.responses.create({
      model: 'gpt-4.1-nano',
      previous_response_id: first.id,
      tools: [weather],
      input: [
        { type: 'function_call_output', call_id: call?.call_id ?? '', output: 'It is warm.' },
      ],
    });
    expect(second).toMatchObject({ previous_response_id: first.id });
    expect(second.output_text).toBe('You said: It is warm.');
    expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.input_tokens ?? Infinity);
  });

  test('queues background work and has it done when asked again', async () => {
    const body = { model: 'gpt-4.1-nano', input: 'later', background: true };
    const queued = await client.responses.create(body);
    expect(queued).toMatchObject({ status: 'queued', output: [] });
    expect((await client.responses.retrieve(queued.id)).output_text).toBe('You said: later');
    const types = (await eventsOf({ background: true })).map(({ type }) => type);
    expect(types.slice(0, 3)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
    ]);
  });

  test('counts the same input tokens that the answer reports', async () => {
    const body = { model: 'gpt-4.1-nano', input: 'Count me', instructions: 'Be brief.' };
    const counted = await client.responses.inputTokens.count(body);
    const { usage } = await client.responses.create(body);
    expect(counted).toEqual({
      object: 'response.input_tokens',
      input_tokens: usage?.input_tokens,
    });
  });

  test('takes what Codex sends', async () => {
    const body = {
      model: 'gpt-5.1-codex-max',
      instructions: 'You are a coding agent.',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] }],
      tools: [
        { type: 'namespace', name: 'browser', description: 'x', tools: [] },
        { type: 'web_search' },
        { type: 'custom', name: 'apply_patch', format: { type: 'grammar' } },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      reasoning: { effort: 'high', summary: 'auto' },
      store: false,
      stream: true,
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: 'thread',
      client_metadata: { originator: 'codex' },
      text: { verbosity: 'low' },
    };
    const answer = await client.post('/responses', { body }).asResponse();
    expect(await answer.text()).toContain('event: response.completed');
  });

  test.each([
    ['no model', { model: undefined }, 'missing_required_parameter', 'model'],
    ['an unknown model', { model: 'gpt-none' }, 'model_not_found', 'model'],
    ['no input', { input: undefined }, 'missing_required_parameter', 'input'],
    ['a foreign member', { messages: [] }, 'unknown_parameter', 'messages'],
    [
      'chat parts',
      { input: [{ role: 'user', content: [{ type: 'text' }] }] },
      'invalid_value',
      'input[0].content[0].type',
    ],
    ['too low a limit', { max_output_tokens: 5 }, 'integer_below_min_value', 'max_output_tokens'],
    [
      'a nested tool',
      { tools: [{ type: 'function', function: { name: 'x' } }] },
      'missing_required_parameter',
      'tools[0].name',
    ],
    [
      'an unknown predecessor',
      { previous_response_id: 'resp_none' },
      'previous_response_not_found',
      'previous_response_id',
    ],
    [
      'an invented id',
      { input: [{ ...weatherItem, id: 'x1', arguments: '{}' }] },
      'invalid_value',
      'input[0].id',
    ],
    ['a call without a result', { input: [{ ...weatherItem, arguments: '{}' }] }, null, 'input'],
    [
      'a result without a call',
      { input: [{ type: 'function_call_output', call_id: 'c', output: '' }] },
      null,
      'input',
    ],
    [
      'reasoning of another',
      { input: [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'sig' }] },
      'invalid_encrypted_content',
      null,
    ],
    [
      'a long call id',
      { input: [{ ...weatherItem, arguments: '{}', call_id: 'c'.repeat(65) }] },
      'string_above_max_length',
      'input[0].call_id',
    ],
    [
      'effort where there is no reasoning',
      { reasoning: { effort: 'low' } },
      'unsupported_parameter',
      'reasoning.effort',
    ],
    [
      'temperature for a reasoning model',
      { model: 'gpt-5', temperature: 0.2 },
      null,
      'temperature',
    ],
  ])('says 400 for %s', async (...[, change, code, param]) => {
    const body = { model: 'gpt-4.1-nano', input: 'hi', ...change };
    const error = await failureOf(client.post('/responses', { body }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code, param, type: 'invalid_request_error' });
  });

  test('fails in mid-stream with an error and the failed response, still numbered', async () => {
    emulator.script({ errorEvent: true });
    const events = await eventsOf({ input: '[[tokens 20]]' });
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'server_error' },
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
    ]);
    expect(events.some((event) => event.type === 'response.output_text.delta')).toBe(true);
  });

  test.each(['between-events', 'inside-event'] as const)(
    'is cut %s without a terminal event',
    async (truncate) => {
      emulator.script({ truncate });
      const body = { model: 'gpt-4.1-nano', input: '[[tokens 20]]', stream: true };
      const text = await (await client.post('/responses', { body }).asResponse()).text();
      expect(text).toContain('event: response.output_text.delta');
      expect(text).not.toMatch(/response\.(completed|incomplete|failed)/);
    },
  );

  test('is reset in mid-stream', async () => {
    emulator.script({ reset: 'mid-stream', chunkDelayMs: 2 });
    expect(await failureOf(eventsOf({}))).toMatchObject({ message: expect.any(String) });
    expect(emulator.requests[0]?.fault).toMatchObject({ reset: 'mid-stream' });
  });

  test.each([
    ['429', 429],
    ['503', 503],
  ])('fails as %s when asked to, as every route does', async (name, status) => {
    for (const call of [
      client.responses.create({ model: `gpt-fault-${name}`, input: 'hi' }),
      client.responses.inputTokens.count({ model: `gpt-fault-${name}`, input: 'hi' }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ status });
    }
  });
});
