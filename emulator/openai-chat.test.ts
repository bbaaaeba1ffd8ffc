import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const KEY = 'sk-proj-emulator-accepted-0001';
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const named = (name: string) => ({ type: 'function' as const, function: { name } });
const said = (content: string) => [{ role: 'user' as const, content }];

type Body = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

describe('what chat allows and refuses', () => {
  let emulator: Emulator;
  let client: OpenAI;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: [KEY] });
    client = new OpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1`, maxRetries: 0 });
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const ask = (body: Body) =>
    client.chat.completions.create({ model: 'gpt-4o', messages: said('Hello!'), ...body });

  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('the call should have failed'),
      (error: unknown) => error,
    );

  test('takes images by address and inline, and files', async () => {
    const completion = await ask({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: PIXEL, detail: 'low' } },
            { type: 'image_url', image_url: { url: 'https://example.com/cat.jpg' } },
            {
              type: 'file',
              file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERg==' },
            },
          ],
        },
      ],
    });
    expect(completion.choices[0]?.message.content).toBe('You said: Look');
    expect(completion.usage?.prompt_tokens).toBeGreaterThan(3 * 80);
  });

  test('hears audio where the model can, and speaks where it is asked to', async () => {
    const sound = {
      type: 'input_audio' as const,
      input_audio: { data: 'UklGRg==', format: 'wav' as const },
    };
    const messages = [{ role: 'user' as const, content: [sound] }];
    await ask({ model: 'gpt-4o-audio-preview', messages });
    expect(await failureOf(ask({ messages }))).toBeInstanceOf(BadRequestError);
    expect(await failureOf(ask({ model: 'gpt-4o-audio-preview' }))).toMatchObject({
      param: 'model',
    });
    const spoken = await ask({
      model: 'gpt-4o-audio-preview',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
    });
    expect(spoken.choices[0]?.message).toMatchObject({
      content: null,
      audio: { transcript: 'You said: Hello!', data: expect.any(String) },
    });
  });

  test('calls only the tools that are allowed', async () => {
    const tools = [named('first'), named('second')];
    const completion = await ask({
      tools,
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [named('second')] },
      },
    });
    const calls = completion.choices[0]?.message.tool_calls ?? [];
    expect(calls).toMatchObject([{ type: 'function', function: { name: 'second' } }]);
  });

  test('answers legacy functions with a function call, unary and streamed', async () => {
    const functions = [
      {
        name: 'get_time',
        parameters: { type: 'object', properties: { zone: { type: 'string' } } },
      },
    ];
    const completion = await ask({ functions });
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: {
        content: null,
        function_call: { name: 'get_time', arguments: '{"zone":"sample"}' },
      },
    });
    const stream = client.chat.completions.stream({
      model: 'gpt-4o',
      messages: said('hi'),
      functions,
    });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.function_call).toMatchObject({ arguments: '{"zone":"sample"}' });
    const answered = await ask({
      functions,
      messages: [...said('hi'), { role: 'function', name: 'get_time', content: 'noon' }],
    });
    expect(answered.choices[0]?.message.content).toBe('You said: noon');
  });

  test('gives log probabilities with as many alternatives as were asked for', async () => {
    const completion = await ask({ logprobs: true, top_logprobs: 2 });
    const { choices } = completion;
    const tokens = choices[0]?.logprobs?.content ?? [];
    expect(tokens.map(({ token }) => token).join('')).toBe(choices[0]?.message.content);
    expect(tokens.every(({ top_logprobs }) => top_logprobs.length === 2)).toBe(true);
    expect((await ask({})).choices[0]?.logprobs).toBeNull();
  });

  test('refuses in a member of its own, and is cut by the content filter', async () => {
    const refused = await ask({ messages: said('[[refuse]]') });
    expect(refused.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: null, refusal: expect.stringContaining('sorry') },
    });
    const stream = client.chat.completions.stream({
      model: 'gpt-4o',
      messages: said('[[refuse]]'),
    });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.refusal).toBe(refused.choices[0]?.message.refusal);
    const filtered = await ask({ messages: said('[[filter]] these words') });
    expect(filtered.choices[0]?.finish_reason).toBe('content_filter');
  });

  test('counts a long prompt as cached', async () => {
    const { usage } = await ask({ messages: said('word '.repeat(2_000)) });
    const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
    expect(cached).toBeGreaterThanOrEqual(1_024);
    expect(cached).toBeLessThan(usage?.prompt_tokens ?? 0);
  });

  const tools = [named('look')];
  test.each([
    ['gpt-5.4', 'low', 'Please use /v1/responses instead.'],
    ['gpt-5.6-terra', 'high', 'set reasoning_effort to'],
    ['gpt-5.6-terra', undefined, 'set reasoning_effort to'],
  ] as const)('%s with effort %s refuses tools', async (...[model, effort, advice]) => {
    const error = await failureOf(
      ask({ model, tools, ...(effort ? { reasoning_effort: effort } : {}) }),
    );
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({
      param: 'reasoning_effort',
      code: null,
      message: expect.stringContaining(
        `Function tools with reasoning_effort are not supported for ${model} in /v1/chat/completions. `,
      ),
    });
    expect(error).toMatchObject({ message: expect.stringContaining(advice) });
  });

  test.each([
    ['gpt-5.4', undefined],
    ['gpt-5.6-terra', 'none'],
    ['gpt-5', 'high'],
  ] as const)('%s with effort %s takes tools', async (...[model, effort]) => {
    const body = { model, tools, ...(effort ? { reasoning_effort: effort } : {}) };
    expect((await ask(body)).choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('sends an agentic model to the Responses API', async () => {
    const error = await failureOf(ask({ model: 'gpt-5.1-codex' }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ param: 'model', code: null });
  });

  test('asks for messages when the body is one of the Responses API', async () => {
    const body = { model: 'gpt-4o', input: [], include: [], reasoning: {}, stream: true };
    const error = await failureOf(client.post('/chat/completions', { body }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'missing_required_parameter', param: 'messages' });
  });

  const call = (id: string) => ({
    id,
    ...named('look'),
    function: { name: 'look', arguments: '{}' },
  });
  const calling = (id: string) => ({ role: 'assistant', tool_calls: [call(id)] });
  test.each([
    ['a foreign member', { top_k: 1 }, null, null],
    ['effort where there is no reasoning', { reasoning_effort: 'low' }, null, null],
    [
      'a foreign member for a reasoning model',
      { model: 'gpt-5', top_k: 1 },
      'unknown_parameter',
      'top_k',
    ],
    [
      'log probabilities of a reasoning model',
      { model: 'o3', logprobs: true },
      'unsupported_parameter',
      'logprobs',
    ],
    ['alternatives without log probabilities', { top_logprobs: 2 }, null, 'top_logprobs'],
    [
      'max_tokens for a reasoning model',
      { model: 'o3', max_tokens: 9 },
      'unsupported_parameter',
      'max_tokens',
    ],
    [
      'temperature for a reasoning model',
      { model: 'o4-mini', temperature: 0 },
      'unsupported_value',
      'temperature',
    ],
    [
      'a call without a result',
      { messages: [calling('c1'), ...said('x')] },
      null,
      'messages.[1].role',
    ],
    ['a call at the end', { messages: [calling('c1')] }, null, 'messages.[1].role'],
    [
      'a long call id',
      { messages: [calling('c'.repeat(41))] },
      'string_above_max_length',
      'messages[0].tool_calls[0].id',
    ],
    [
      'an image from the assistant',
      { messages: [{ role: 'assistant', content: [{ type: 'image_url' }] }] },
      'invalid_value',
      'messages[0].content[0].type',
    ],
    [
      'an image that is none',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'cat' } }] }] },
      'invalid_value',
      'messages[0].content[0].image_url.url',
    ],
    [
      'an open strict schema',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'x', strict: true, schema: { type: 'object' } },
        },
      },
      null,
      'response_format',
    ],
  ])('says 400 for %s', async (...[, change, code, param]) => {
    const body = { model: 'gpt-4o', messages: said('Hello!'), ...change };
    const error = await failureOf(client.post('/chat/completions', { body }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code, param, type: 'invalid_request_error' });
  });

  test('keeps `max_tokens` out of a model that was told not to reason, but lets it be warm', async () => {
    const cool = { model: 'gpt-5.2', reasoning_effort: 'none' as const };
    await ask({ ...cool, temperature: 0.2 });
    expect(await failureOf(ask({ ...cool, max_tokens: 5 }))).toMatchObject({ param: 'max_tokens' });
  });

  test('can imitate a server that knows no stream options', async () => {
    const compatible = await startOpenAiEmulator({ acceptsStreamOptions: false });
    const other = new OpenAI({ apiKey: KEY, baseURL: `${compatible.url}/v1`, maxRetries: 0 });
    const body = { model: 'gpt-4o', messages: said('hi'), stream: true as const };
    const error = await failureOf(
      other.chat.completions.create({ ...body, stream_options: { include_usage: true } }),
    );
    expect(error).toMatchObject({
      status: 400,
      message: expect.stringContaining('stream_options'),
    });
    const text = await (await other.chat.completions.create(body).asResponse()).text();
    expect(text).toContain('[DONE]');
    await compatible.stop();
  });

  test('tells of a failure in mid-stream in a chunk that the client throws', async () => {
    emulator.script({ errorEvent: true });
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: said('[[tokens 20]]'),
      stream: true,
    });
    let chunks = 0;
    const reading = (async () => {
      for await (const _ of stream) chunks += 1;
    })();
    expect(await failureOf(reading)).toMatchObject({ type: 'server_error' });
    expect(chunks).toBeGreaterThan(5);
  });
});
