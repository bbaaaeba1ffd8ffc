import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { anotherTenant } from '../control/control-site.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';

let site: GatewaySite;
/** A token of another organisation, which asks the same provider. */
let stranger: string;

beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  await alias('house-gpt', 'openai', 'gpt-4o-mini-2024-07-18');
  await alias('house-claude', 'anthropic', 'claude-sonnet-4-5-20250929');
  await alias('house-nova', 'bedrock', 'eu.amazon.nova-pro-v1:0');
  stranger = await tokenOfAnotherTenant();
});
afterAll(() => site.close());
beforeEach(() => {
  const { emulator, anthropic, bedrock } = site.control;
  for (const provider of [emulator, anthropic, bedrock]) provider.reset();
});

async function alias(name: string, provider: Provider, model: string): Promise<void> {
  const reply = await site.admin.post('/api/models/aliases', { alias: name, provider, model });
  expect(reply.statusCode, reply.body).toBe(200);
}

async function tokenOfAnotherTenant(): Promise<string> {
  const admin = await anotherTenant(site.control, 'budi@other.example');
  const key = await admin.post('/api/credentials', {
    provider: 'openai',
    name: 'production-openai',
    api_key: site.control.providerKey,
    base_url: `${site.emulator.url}/v1`,
  });
  expect(key.statusCode, key.body).toBe(201);
  const workspace_id = (await admin.get('/api/workspaces')).json().workspaces[0]?.id;
  const token = { name: 'service', workspace_id, expires_in_days: 30 };
  const reply = await admin.post('/api/tokens', token);
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json<{ jwt: string }>().jwt;
}

/** The path and the bytes that the provider got for a body; what it answers does not matter here. */
async function sent(path: string, body: Buffer | string, token?: string) {
  const { emulator, anthropic, bedrock } = site.control;
  for (const provider of [emulator, anthropic, bedrock]) {
    provider.reset();
    provider.script({ replay: { status: 200, headers: {}, body: '{}' } });
  }
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await site.post(path, body, { headers });
  const all = [emulator, anthropic, bedrock].flatMap(({ requests }) => [...requests]);
  expect(all, reply.body.toString('utf8')).toHaveLength(1);
  return { path: all[0]?.path, text: all[0]?.body.toString('utf8') ?? '' };
}

const chat = '/v1/chat/completions';
// Everything that a parser and a printer would change, with its own order, spaces and line ends.
const peculiar =
  '"temperature":1.0,\r\n\t"seed" : 9007199254740993, "top_p":1E-1,"z":{"b":1,"a":[ ]},' +
  '"messages":[{"role":"user","content":"caf\\u00e9 \\/ \\ud83e\\udd8b ☃ 👋🏽 \u2028"}],"10":0,"2":-0.0';

describe('a request is forwarded byte for byte', () => {
  test.each([
    ['chat', chat, `{ "model":"gpt-4o-mini" ,${peculiar}\n}\n`],
    [
      'chat with usage asked for',
      chat,
      `{"model":"gpt-4o","stream":true,"stream_options" :{ "include_usage": true ,"include_obfuscation":false},${peculiar}}`,
    ],
    [
      'Responses',
      '/v1/responses',
      `\n{${peculiar},"model":"gpt-5-mini","input":"x","store":false}`,
    ],
    [
      'embeddings',
      '/v1/embeddings',
      `{"input":"x",${peculiar}, "model" : "text-embedding-3-small"}`,
    ],
    ['Messages', '/v1/messages', `{${peculiar},"model":"claude-sonnet-4-5","max_tokens":5}`],
    ['count_tokens', '/v1/messages/count_tokens', `{${peculiar},"model":"claude-sonnet-4-5"}`],
    ['Converse', '/model/amazon.nova-pro-v1%3A0/converse', `{${peculiar}}`],
    [
      'InvokeModel',
      '/model/amazon.nova-pro-v1%3A0/invoke',
      `{${peculiar},"schemaVersion":"messages-v1"}`,
    ],
  ])('gotcha 06, gotcha 07 and gotcha 08: %s', async (_format, path, body) => {
    const { text } = await sent(path, body);
    expect(text).toBe(body);
  });

  test('whatever its members are and however they are written', async () => {
    const space = fc.constantFrom('', ' ', '\n', '\t ', '\r\n  ');
    const member = fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), fc.json({ maxDepth: 2 }))
      .map(([name, value]) => [`x${name}`, value] as const);
    const body = fc
      .tuple(
        fc.uniqueArray(member, { selector: ([name]) => name, maxLength: 6 }),
        fc.nat(6),
        space,
        space,
      )
      .map(([members, at, before, after]) => {
        const texts = members.map(
          ([name, value]) => `${JSON.stringify(name)}${before}:${after}${value}`,
        );
        texts.splice(at, 0, `"model"${after}:${before}"MODEL"`);
        return `${before}{${texts.join(`${after},${before}`)}${after}}${before}`;
      });
    await fc.assert(
      fc.asyncProperty(body, async (template) => {
        const { text } = await sent(chat, template.replace('"MODEL"', '"house-gpt"'));
        expect(text).toBe(template.replace('"MODEL"', '"gpt-4o-mini-2024-07-18"'));
      }),
      { numRuns: 120 },
    );
  });
});

describe('an alias becomes the name of the model, and nothing else changes', () => {
  const gpt = ['house-gpt', 'gpt-4o-mini-2024-07-18'] as const;
  const claude = ['house-claude', 'claude-sonnet-4-5-20250929'] as const;

  test.each([
    { path: chat, template: `{"y":1.0, "model" :\t"MODEL" ,${peculiar}}`, names: gpt },
    { path: '/v1/responses', template: `{"model":"MODEL","input":"x",${peculiar}}`, names: gpt },
    {
      path: '/v1/messages',
      template: `{${peculiar},"max_tokens":5,"model":"MODEL"}`,
      names: claude,
    },
  ])('in the body at $path', async ({ path, template, names: [name, model] }) => {
    const { text } = await sent(path, template.replace('MODEL', name));
    expect(text).toBe(template.replace('MODEL', model));
  });

  test('in the path of Converse, where the body has no name', async () => {
    const body = `{${peculiar}}`;
    const { path, text } = await sent('/model/house-nova/converse', body);
    expect(path).toBe('/model/eu.amazon.nova-pro-v1%3A0/converse');
    expect(text).toBe(body);
  });
});

describe('the question for the usage is the only addition to a chat stream', () => {
  const head = `{"model":"gpt-4o-mini",${peculiar},"stream":true`;

  test.each([
    ['absent', ' \n}', ',"stream_options":{"include_usage":true} \n}'],
    ['null', ',"stream_options":null}', ',"stream_options":{"include_usage":true}}'],
    ['empty', ', "stream_options": { } }', ', "stream_options": {"include_usage":true } }'],
    [
      'with include_obfuscation alone',
      ',"stream_options":{ "include_obfuscation" : false }}',
      ',"stream_options":{ "include_obfuscation" : false,"include_usage":true }}',
    ],
    [
      'with include_usage false',
      ',"stream_options":{"include_usage" :false, "include_obfuscation":true}}',
      ',"stream_options":{"include_usage" :true, "include_obfuscation":true}}',
    ],
    [
      'with include_usage true',
      ',"stream_options":{"include_usage":true}}',
      ',"stream_options":{"include_usage":true}}',
    ],
  ])('gotcha 04: stream_options %s', async (_how, tail, expected) => {
    expect((await sent(chat, head + tail)).text).toBe(head + expected);
  });

  test('a request that is not streamed is not asked', async () => {
    const body = head.replace('"stream":true', '"stream":false}');
    expect((await sent(chat, body)).text).toBe(body);
  });

  test('the log commits to both, the bytes of the client and those of the provider', async () => {
    const body = `${head}}`;
    await sent(chat, body);
    const intent = await site.lastEntry('ai.request.intent');
    expect(intent).toMatchObject({
      req: { bytes: Buffer.byteLength(body) },
      sent: { bytes: Buffer.byteLength(body) + ',"stream_options":{"include_usage":true}'.length },
    });
  });
});

describe('an end user leaves as a pseudonym', () => {
  const template = `{"model":"gpt-4o-mini","user" : "USER",${peculiar}, "safety_identifier":"USER"}`;
  const pseudonymIn = (text: string) => /"user" : "(user_[\w-]{32})"/.exec(text)?.[1] ?? 'none';
  const asked = (user: string, token?: string) =>
    sent(chat, template.replaceAll('USER', user), token);

  test('in user and safety_identifier, and nothing else changes', async () => {
    const { text } = await asked('nurse-42');
    expect(text).toBe(template.replaceAll('USER', pseudonymIn(text)));
    expect(text).not.toContain('nurse-42');
  });

  test('the same for the same user, another for another user and for another organisation', async () => {
    const first = pseudonymIn((await asked('nurse-42')).text);
    expect(pseudonymIn((await asked('nurse-42')).text)).toBe(first);
    expect(pseudonymIn((await asked('nurse-43')).text)).not.toBe(first);
    const theirs = pseudonymIn((await asked('nurse-42', stranger)).text);
    expect(theirs).toMatch(/^user_/);
    expect(theirs).not.toBe(first);
  });

  test('however it is spelled: escapes name the same user', async () => {
    const plain = pseudonymIn((await asked('nurse-é')).text);
    expect(pseudonymIn((await asked('nurse-\\u00e9')).text)).toBe(plain);
  });

  test('in metadata.user_id of Messages, and nothing else changes', async () => {
    const messages = `{"model":"claude-sonnet-4-5","metadata" : { "user_id" :"USER" },${peculiar}}`;
    const user = '{\\"device_id\\":\\"d-1\\",\\"account_uuid\\":\\"\\"}';
    const { text } = await sent('/v1/messages', messages.replace('USER', user));
    const pseudonym = /"user_id" :"(user_[\w-]{32})"/.exec(text)?.[1] ?? 'none';
    expect(text).toBe(messages.replace('USER', pseudonym));
  });

  test.each(['null', '""', '7', '{"id":"nurse-42"}'])(
    'a user that is %s is no name and goes as it is, for the provider to judge',
    async (user) => {
      const body = `{"model":"gpt-4o-mini",${peculiar},"user":${user}}`;
      expect((await sent(chat, body)).text).toBe(body);
    },
  );

  test('the metadata of chat is the application’s own and goes as it is', async () => {
    const body = `{"model":"gpt-4o-mini","metadata":{"user_id":"nurse-42"},${peculiar}}`;
    expect((await sent(chat, body)).text).toBe(body);
  });
});
