import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assistant,
  cachePoint,
  call,
  hello,
  png,
  result,
  spec,
  textFormat,
  toolConfig,
  user,
} from './bedrock/converse/samples.ts';
import { type RawBedrock, startRawBedrock } from './bedrock/raw-bedrock.ts';

const claude = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const document = (name: string) => ({
  document: { name, format: 'txt', source: { bytes: 'aGVsbG8=' } },
});
const thinking = { type: 'enabled', budget_tokens: 1024 };
let bedrock: RawBedrock;

beforeAll(async () => {
  bedrock = await startRawBedrock();
});

afterAll(() => bedrock.emulator.stop());

// A raw colon in the path is as good as an encoded one.
function post(model: string, operation: string, body: unknown) {
  return bedrock.post(`/model/${model}/${operation}`, body);
}

describe('Converse takes', () => {
  test.each([
    [
      'tools and their results',
      { messages: [user({ text: 'a' }), assistant(call('t1')), user(result('t1'))], toolConfig },
    ],
    ['an image', { messages: [user({ image: { format: 'png', source: { bytes: png } } })] }],
    [
      'a document beside a text',
      { messages: [user({ text: 'a' }, document('report_1 [a](b)-c'))] },
    ],
    [
      'cache points',
      {
        system: [{ text: 's' }, cachePoint],
        toolConfig: { tools: [spec('a'), cachePoint] },
        ...hello,
      },
    ],
    ['a format', { ...hello, outputConfig: { textFormat } }],
    ['members that are null', { ...hello, system: null, inferenceConfig: { maxTokens: null } }],
    [
      'an effort and a beta',
      { ...hello, additionalModelRequestFields: { anthropic_beta: ['context-1m-2025-08-07'] } },
    ],
    [
      'sixteen metadata',
      {
        ...hello,
        requestMetadata: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`k${at}`, 'v'])),
      },
    ],
  ])('%s', async (_, body) => {
    expect(await post(claude, 'converse', body)).toMatchObject({ status: 200 });
  });
});

describe('Converse refuses', () => {
  test.each<[string, object, RegExp]>([
    ['no message', { messages: [] }, /at least one message/],
    [
      'an assistant who begins',
      { messages: [assistant({ text: 'a' })] },
      /start with a user message/,
    ],
    [
      'two users in a row',
      { messages: [user({ text: 'a' }), user({ text: 'b' })] },
      /must alternate between user and assistant/,
    ],
    [
      'a message without content',
      { messages: [user()] },
      /content field in the Message object at messages\.0 is empty/,
    ],
    [
      'a blank text',
      { messages: [user({ text: ' \n' })] },
      /text field in the ContentBlock object at messages\.0\.content\.0 is blank/,
    ],
    [
      'a block of two kinds',
      { messages: [user({ text: 'a', image: {} })] },
      /must set one of the following keys: text, image/,
    ],
    [
      'tool blocks without tools',
      { messages: [user({ text: 'a' }), assistant(call('t1')), user(result('t1'))] },
      /toolConfig field must be defined/,
    ],
    [
      'a result twice',
      {
        toolConfig,
        messages: [
          user({ text: 'a' }),
          assistant(call('t1'), call('t2')),
          user(result('t1'), result('t1')),
        ],
      },
      /duplicate Ids: t1/,
    ],
    [
      'a result without its call',
      { toolConfig, messages: [user(result('t1'))] },
      /exceeds the number of toolUse blocks/,
    ],
    [
      'a call without its result',
      { toolConfig, messages: [user({ text: 'a' }), assistant(call('t1')), user({ text: 'b' })] },
      /Expected toolResult blocks at messages\.2\.content for the following Ids: t1/,
    ],
    [
      'an id with other characters',
      { toolConfig, messages: [user({ text: 'a' }), assistant(call('t 1')), user(result('t 1'))] },
      /^2 validation errors detected: Value 't 1' at 'messages\.2\.member\.content\.1\.member\.toolUse\.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    ],
    [
      'an id that Claude does not take',
      { toolConfig, messages: [user({ text: 'a' }), assistant(call('t:1')), user(result('t:1'))] },
      /model returned the following errors: .*should match pattern/,
    ],
    [
      'a failed result without content',
      {
        toolConfig,
        messages: [
          user({ text: 'a' }),
          assistant(call('t1')),
          user({ toolResult: { toolUseId: 't1', content: [], status: 'error' } }),
        ],
      },
      /cannot be empty when status value is error/,
    ],
    [
      'a tool with a dot in its name',
      { ...hello, toolConfig: { tools: [spec('a.b')] } },
      /Member must satisfy regular expression pattern: \[a-zA-Z0-9_-\]\+/,
    ],
    [
      'a tool choice of none',
      { ...hello, toolConfig: { ...toolConfig, toolChoice: { none: {} } } },
      /must set one of the following keys: auto, any, tool/,
    ],
    [
      'an empty list of tools',
      { ...hello, toolConfig: { tools: [] } },
      /length greater than or equal to 1/,
    ],
    [
      'a schema that is no object',
      { ...hello, toolConfig: { tools: [{ toolSpec: { name: 'a', inputSchema: { json: {} } } }] } },
      /inputSchema\.json\.type must be one of the following: object/,
    ],
    [
      'a member in another spelling',
      { ...hello, toolConfig: { ...toolConfig, tool_choice: {} } },
      /#\/toolConfig: extraneous key \[tool_choice\]/,
    ],
    [
      'a temperature above one',
      { ...hello, inferenceConfig: { temperature: 1.5 } },
      /inferenceConfig\.temperature.*less than or equal to 1/,
    ],
    [
      'more tokens than there are',
      { ...hello, inferenceConfig: { maxTokens: 1_000_000 } },
      /exceeds the model limit/,
    ],
    ['a document without a text', { messages: [user(document('a'))] }, /text block/],
    [
      'a document with an extension in its name',
      { messages: [user({ text: 'a' }, document('a.pdf'))] },
      /document file name can only contain/,
    ],
    [
      'a document with two spaces in its name',
      { messages: [user({ text: 'a' }, document('a  b'))] },
      /document file name can only contain/,
    ],
    [
      'two documents of one name',
      { messages: [user({ text: 'a' }, document('a'), document('a'))] },
      /unique/,
    ],
    [
      'an image in a format that does not exist',
      { messages: [user({ image: { format: 'bmp', source: { bytes: png } } })] },
      /enum value set: \[gif, jpeg, png, webp\]/,
    ],
    [
      'an image of another format than it says',
      { messages: [user({ image: { format: 'jpeg', source: { bytes: png } } })] },
      /Could not process image/,
    ],
    [
      'a cache point within a result',
      {
        toolConfig,
        messages: [
          user({ text: 'a' }),
          assistant(call('t1')),
          user(result('t1', [{ text: 'a' }, cachePoint])),
        ],
      },
      /ToolResultContentBlock object at messages\.2\.content\.0\.toolResult\.content\.1/,
    ],
    [
      'a cache point before anything',
      { messages: [user(cachePoint, { text: 'a' })] },
      /cachePoint/,
    ],
    [
      'seventeen metadata',
      {
        ...hello,
        requestMetadata: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`k${at}`, 'v'])),
      },
      /requestMetadata/,
    ],
    [
      'a beta that Bedrock does not know',
      {
        ...hello,
        additionalModelRequestFields: { anthropic_beta: ['prompt-caching-scope-2026-01-05'] },
      },
      /invalid beta flag/,
    ],
    [
      'a field that Claude does not know',
      { ...hello, additionalModelRequestFields: { seed: 1 } },
      /seed: Extra inputs are not permitted/,
    ],
    [
      'a forced tool while thinking',
      {
        ...hello,
        toolConfig: { ...toolConfig, toolChoice: { any: {} } },
        additionalModelRequestFields: { thinking },
      },
      /model returned the following errors: .*tool/i,
    ],
    [
      'a reserved word in the system prompt',
      { ...hello, system: [{ text: 'x-anthropic-billing-header: cc_version=2; cch=00000;' }] },
      /x-anthropic-billing-header is a reserved keyword/,
    ],
    [
      'thinking that nobody signed',
      {
        messages: [
          user({ text: 'a' }),
          assistant(
            { reasoningContent: { reasoningText: { text: 'I', signature: 'AAAA' } } },
            { text: 'b' },
          ),
          user({ text: 'c' }),
        ],
      },
      /Invalid `signature`/,
    ],
  ])('%s', async (_, body, message) => {
    const answer = await post(claude, 'converse', body);
    expect(answer).toMatchObject({ status: 400, type: 'ValidationException' });
    expect(JSON.parse(answer.text).message).toMatch(message);
  });

  test('what is not JSON, or of another kind', async () => {
    for (const body of ['{"messages":', '[]', JSON.stringify({ messages: 'hello' })]) {
      expect(await post(claude, 'converse', body)).toMatchObject({
        status: 400,
        type: 'SerializationException',
      });
    }
  });
});
