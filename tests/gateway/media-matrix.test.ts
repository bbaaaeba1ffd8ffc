import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => policies.clear());

/** Bytes that are no text, as a picture has them. */
const bytes = Buffer.from(Array.from({ length: 900 }, (_, at) => (at * 197 + 137) % 256)).toString(
  'base64',
);
const nova = encodeURIComponent('amazon.nova-pro-v1:0');

const chat = (part: object) => ({
  path: '/v1/chat/completions',
  body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: [part] }] },
});
const responses = (part: object) => ({
  path: '/v1/responses',
  body: { model: 'gpt-5-mini', store: false, input: [{ role: 'user', content: [part] }] },
});
const messages = (part: object) => ({
  path: '/v1/messages',
  body: {
    model: 'claude-sonnet-4-5',
    max_tokens: 9,
    messages: [{ role: 'user', content: [part] }],
  },
});
const converse = (part: object) => ({
  path: `/model/${nova}/converse`,
  body: { messages: [{ role: 'user', content: [{ text: 'hi' }, part] }] },
});
const invoke = (model: string, body: object) => ({
  path: `/model/${encodeURIComponent(model)}/invoke`,
  body,
});
const embeddings = (input: unknown) => ({
  path: '/v1/embeddings',
  body: { model: 'text-embedding-3-small', input },
});

const image = `data:image/png;base64,${bytes}`;
const claude = 'anthropic.claude-3-5-sonnet-20241022-v2:0';
const media: readonly (readonly [
  title: string,
  request: { readonly path: string; readonly body: object },
  type: string,
])[] = [
  ['a picture as a data URL', chat({ type: 'image_url', image_url: { url: image } }), 'image/png'],
  [
    'a picture by its address',
    chat({ type: 'image_url', image_url: { url: 'https://w.example/a' } }),
    'image/*',
  ],
  [
    'a recording',
    chat({ type: 'input_audio', input_audio: { data: bytes, format: 'wav' } }),
    'audio/*',
  ],
  [
    'a PDF',
    chat({
      type: 'file',
      file: { file_data: `data:application/pdf;base64,${bytes}`, filename: 'a.pdf' },
    }),
    'application/pdf',
  ],
  ['a file by its id', chat({ type: 'file', file: { file_id: 'file-abc' } }), '*/*'],
  [
    'a recording of an earlier answer',
    {
      path: '/v1/chat/completions',
      body: {
        model: 'gpt-4o-mini',
        messages: [
          { role: 'assistant', content: 'a', audio: { id: 'audio_abc' } },
          { role: 'user', content: 'b' },
        ],
      },
    },
    'audio/*',
  ],
  [
    'a part of a kind that nobody has heard of',
    chat({ type: 'video_url', video_url: { url: 'https://w.example/a' } }),
    'video/*',
  ],
  ['bytes where a text belongs', chat({ type: 'text', text: bytes }), '*/*'],
  [
    'bytes in a member that nobody has heard of',
    chat({ type: 'sculpture', shape: { points: bytes } }),
    '*/*',
  ],
  ['a picture in Responses', responses({ type: 'input_image', image_url: image }), 'image/png'],
  [
    'a file by its address',
    responses({ type: 'input_file', file_url: 'https://w.example/a.docx' }),
    '*/*',
  ],
  ['a file by its id in Responses', responses({ type: 'input_file', file_id: 'file-abc' }), '*/*'],
  [
    'a screenshot',
    {
      path: '/v1/responses',
      body: {
        model: 'gpt-5-mini',
        store: false,
        input: [
          {
            type: 'computer_call_output',
            call_id: 'call_a',
            output: { type: 'computer_screenshot', file_id: 'file-abc' },
          },
        ],
      },
    },
    'image/*',
  ],
  [
    'files for a code interpreter',
    {
      path: '/v1/responses',
      body: {
        model: 'gpt-5-mini',
        store: false,
        input: 'a',
        tools: [{ type: 'code_interpreter', container: { type: 'auto', file_ids: ['file-abc'] } }],
      },
    },
    '*/*',
  ],
  [
    'a picture as a variable of a prompt',
    {
      path: '/v1/responses',
      body: {
        model: 'gpt-5-mini',
        store: false,
        prompt: { id: 'pmpt_a', variables: { a: { type: 'input_image', image_url: image } } },
      },
    },
    'image/png',
  ],
  [
    'a picture in Messages',
    messages({ type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: bytes } }),
    'image/jpeg',
  ],
  [
    'a document by its id',
    messages({ type: 'document', source: { type: 'file', file_id: 'file_abc' } }),
    '*/*',
  ],
  [
    'a PDF by its address',
    messages({ type: 'document', source: { type: 'url', url: 'https://w.example/a' } }),
    '*/*',
  ],
  ['an upload to a container', messages({ type: 'container_upload', file_id: 'file_abc' }), '*/*'],
  [
    'a picture that a tool returns',
    messages({
      type: 'tool_result',
      tool_use_id: 'toolu_a',
      content: [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: bytes } },
      ],
    }),
    'image/png',
  ],
  [
    'a picture in a document',
    messages({
      type: 'document',
      source: {
        type: 'content',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: bytes } },
        ],
      },
    }),
    'image/png',
  ],
  ['a picture in Converse', converse({ image: { format: 'png', source: { bytes } } }), 'image/png'],
  [
    'a document in Converse',
    converse({ document: { name: 'a', format: 'docx', source: { bytes } } }),
    '*/*',
  ],
  [
    'a video in Converse',
    converse({ video: { format: 'mp4', source: { s3Location: { uri: 's3://w/a' } } } }),
    'video/*',
  ],
  [
    'a picture for a guardrail',
    converse({ guardContent: { image: { format: 'png', source: { bytes } } } }),
    'image/png',
  ],
  [
    'a picture for Claude through InvokeModel',
    invoke(claude, {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: bytes } },
          ],
        },
      ],
    }),
    'image/png',
  ],
  ['a picture for Titan', invoke('amazon.titan-embed-image-v1', { inputImage: bytes }), '*/*'],
  [
    'pictures for Cohere',
    invoke('cohere.embed-multilingual-v3', { images: [image], input_type: 'image' }),
    'image/png',
  ],
  ['tokens', embeddings([1, 2, 3]), 'application/x-tokens'],
  ['lists of tokens', embeddings([[1, 2], [3]]), 'application/x-tokens'],
  ['tokens behind a text', embeddings(['a', [3]]), 'application/x-tokens'],
  [
    'tokens for a legacy completion',
    { path: '/v1/completions', body: { model: 'gpt-3.5-turbo-instruct', prompt: [1, 2] } },
    'application/x-tokens',
  ],
];

const post = ({ path, body }: { path: string; body: object }) =>
  site.post(path, JSON.stringify(body));
const decision = ({ headers }: Reply) => headers['x-monago-policy-decision'];

describe.each(media)('%s', (_, request, type) => {
  test('is never passed off as clean', async () => {
    const reply = await post(request);
    expect(decision(reply)).toBe('allowed');
    expect(reply.headers['x-monago-pii-detected']).toBeUndefined();
  });

  test('is what policies can go by', async () => {
    policies.set('name: media\nwhen: request.has_unread_media\neffect: deny');
    expect(decision(await post(request))).toBe('blocked');
    policies.set(`name: media\nwhen: '"${type}" in request.attachments'\neffect: deny`);
    expect(decision(await post(request))).toBe('blocked');
  });
});

test('a text beside it is found all the same, and said to be there', async () => {
  const part = {
    type: 'file',
    file: { file_id: 'file-abc', filename: 'NIK 3171234506780001.pdf' },
  };
  expect((await post(chat(part))).headers['x-monago-pii-detected']).toBe('true');
});

test('a text file in Base64 is read', async () => {
  const text = Buffer.from('Kartu: NIK 3171234506780001').toString('base64');
  const part = { type: 'file', file: { file_data: `data:text/plain;base64,${text}` } };
  expect((await post(chat(part))).headers['x-monago-pii-detected']).toBe('true');
});

test('a request that is all text is said to be clean', async () => {
  const reply = await post(chat({ type: 'text', text: 'Halo' }));
  expect(reply.headers['x-monago-pii-detected']).toBe('false');
});

describe('a form with a recording', () => {
  const boundary = 'x-boundary';
  const form = `--${boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--${boundary}--\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };

  test.each(['/v1/audio/transcriptions', '/v1/audio/translations'])('%s', async (path) => {
    const body = '{"text":"hello"}';
    const json = { 'content-type': 'application/json' };
    site.emulator.script({ replay: { status: 200, headers: json, body } });
    const passed = await site.post(path, form, { headers });
    expect([passed.status, passed.headers['x-monago-pii-detected']]).toEqual([200, undefined]);
    policies.set('name: media\nwhen: request.has_unread_media\neffect: deny');
    expect(decision(await site.post(path, form, { headers }))).toBe('blocked');
  });
});
