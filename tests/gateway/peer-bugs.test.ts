import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientEvents, heard } from './client-events.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { open } from './http-call.ts';
import {
  argumentsOf,
  brokenOff,
  type Said,
  streamed,
  toolName,
  unary,
  wholeAnswer,
  words,
} from './provider-answers.ts';
import { type Api, apis, ask, providerOf, question } from './questions.ts';
import { PoliciesOfTest } from './with-policies.ts';

// What other gateways got wrong in hiding and restoring, each bug as the caller of this one would see it.

let site: GatewaySite;
const policies = new PoliciesOfTest();
/** Makes the detectors throw at any text that holds this. */
let breaksAt: string | undefined;

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: (ports) => {
      const { detectorsFor } = ports;
      return policies.in({
        ...ports,
        detectorsFor: (settings) => {
          const detectors = detectorsFor(settings);
          const scan: typeof detectors.scan = (text, ...more) => {
            if (breaksAt !== undefined && text.includes(breaksAt)) throw new Error('broken');
            return detectors.scan(text, ...more);
          };
          return { ...detectors, scan };
        },
      });
    },
  });
});
afterAll(() => site.close());
beforeEach(() => {
  breaksAt = undefined;
  policies.clear();
  for (const provider of [site.emulator, site.control.anthropic, site.control.bedrock])
    provider.reset();
});

const tokenise = 'name: hide\neffect: {tokenise: {types: [EMAIL]}}';
const hideAnswer =
  'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [EMAIL, SECRET], style: redact}}';
const ana = 'ana@example.com';
const request = `Write to ${ana} please`;
const outcome = () => site.lastEntry('ai.request.outcome');
/** One piece for every character. */
const letters = (text: string) => Array.from(text);

/** How many events there are before the piece. */
function eventsBefore(api: Api, piece: number): number {
  return { chat: 1, messages: 2, responses: 3, converse: 1, invoke: 2 }[api] + piece;
}

describe.each(apis)('%s', (api) => {
  const script = (said: Said) => providerOf(site, api).script({ replay: streamed(api, said) });

  test('tokens come back in the arguments of a tool that is streamed, escaped as JSON', async () => {
    policies.set(tokenise);
    script(
      argumentsOf('{"to": "<EMA', 'IL_1>", "say": "\\"<', 'EMAIL_1>\\"", "n": <EMAIL_1', '>}'),
    );
    const reply = await ask(site, question(api, request));
    expect(reply.status).toBe(200);
    expect(JSON.parse(heard(api, reply.body))).toEqual({ to: ana, say: `"${ana}"`, n: ana });
  });

  test('tokens come back in the arguments of a tool in a whole answer', async () => {
    policies.set(tokenise);
    const said = argumentsOf('{"to":"<EMAIL_1>","deep":[{"cc":"x <EMAIL_1> y"}]}');
    providerOf(site, api).script({ replay: unary(wholeAnswer(api, said)) });
    const reply = await ask(site, question(api, request, false));
    const isText = api === 'chat' || api === 'responses';
    const expected = `{"to":"${ana}","deep":[{"cc":"x ${ana} y"}]}`;
    const text = reply.body.toString();
    expect(text).toContain(isText ? JSON.stringify(expected).slice(1, -1) : expected);
  });

  test('ids and names of tools stay as they are', async () => {
    policies.set(tokenise);
    script(argumentsOf('{"to": "<EMAIL_1>"}'));
    const { body } = await ask(site, question(api, request));
    const told = JSON.stringify(clientEvents(api, body));
    expect(told).toContain(`"name":"${toolName}"`);
    if (api === 'messages' || api === 'invoke') expect(told).toContain('"toolu_EMAIL_1"');
  });

  test('one token that begins like another is another', async () => {
    policies.set(tokenise);
    const people = Array.from({ length: 12 }, (_, at) => `p${at + 1}@example.com`);
    script(words(...letters('<EMAIL_10>,<EMAIL_1>,<EMAIL_12>,<EMAIL_2>,<EMAIL_13>')));
    const { body } = await ask(site, question(api, people.join(' ')));
    expect(heard(api, body)).toBe(
      'p10@example.com,p1@example.com,p12@example.com,p2@example.com,<EMAIL_13>',
    );
  });

  test('what looks like the beginning of a token is not held until the end, and gets through', async () => {
    policies.set(tokenise);
    const text = 'a < b and [not closed <EMAIL_ and so on <EMAIL_1';
    script(words(...letters(text)));
    const { body } = await ask(site, question(api, request));
    expect(heard(api, body)).toBe(text);
  });

  test('a secret in many pieces is found and leaves in none of them', async () => {
    policies.set(hideAnswer);
    const key = `sk-proj-${'aB3dE5gH7jK9'.repeat(5)}`;
    const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7bq9xX2\n'.repeat(20)}-----END RSA PRIVATE KEY-----`;
    script(
      words('The key: ', ...letters(key), '.\nThe other:\n', ...letters(pem), '\nThat is all.'),
    );
    const reply = await ask(site, question(api, 'hi'));
    const text = heard(api, reply.body);
    expect(text).toMatch(/^The key: \[SECRET\]\.\nThe other:\n\[SECRET\]\nThat is all\.$/);
    expect(reply.body.toString()).not.toContain('MIIEpAIB');
  });

  test('a policy that only watches leaves every byte of a request and of its answer', async () => {
    policies.set(
      `mode: monitor\n${tokenise}`,
      `mode: monitor\n${hideAnswer}`,
      'name: watch\nmode: monitor\nphase: [request, response, stream]\nwhen: pii.count("EMAIL") > 0\neffect: deny',
    );
    const replay = streamed(api, words('Write ', 'to ana@exam', 'ple.com', ' <EMAIL_1>'));
    providerOf(site, api).script({ replay });
    const reply = await ask(site, question(api, request));
    const received = reply.body.toString('latin1').replace(/(: x-monago-[^\n]*\n)+\n/, '');
    expect(received).toBe(Buffer.from(replay.body).toString('latin1'));
    const got = providerOf(site, api).requests.at(-1)?.body.toString();
    expect(got).toContain(ana);
    expect(got).not.toContain('EMAIL_1');
    expect(await outcome()).toMatchObject({
      status: 'ok',
      response: {
        decision: 'allowed',
        pii: [{ type: 'EMAIL', count: 1, action: 'detect' }],
        policies: { matched: [], shadow: expect.arrayContaining(['watch@1', 'hide-answer@1']) },
      },
    });
  });

  test('an answer that the detectors cannot read does not get through', async () => {
    policies.set(hideAnswer);
    breaksAt = 'BOOM';
    for (const stream of [true, false]) {
      const said = words('This is fine. ', 'BOOM ', 'secret ', 'words');
      const replay = stream ? streamed(api, said) : unary(wholeAnswer(api, said));
      providerOf(site, api).script({ replay });
      const reply = await ask(site, question(api, 'hi', stream));
      expect(reply.body.toString()).not.toContain('BOOM');
      expect(reply.body.toString()).not.toContain('secret');
      expect(await outcome()).toMatchObject({
        error: 'policy_blocked',
        response: { decision: 'blocked' },
      });
    }
  });

  test('a request that the detectors cannot read does not get through, whatever the policies', async () => {
    breaksAt = 'BOOM';
    const reply = await ask(site, question(api, 'BOOM'));
    expect(reply.status).toBe(400);
    expect(reply.body.toString()).toContain('could not be inspected');
    expect(providerOf(site, api).requests).toHaveLength(0);
  });

  test('text comes as the model writes it, not when the answer is over', async () => {
    policies.set(tokenise, hideAnswer);
    const pieces = letters(
      'This is a sentence of plain words that hides nothing at all. '.repeat(5),
    );
    const replay = streamed(api, words(...pieces));
    providerOf(site, api).script({ replay, hang: 'mid-stream' });
    const { path, body } = question(api, request);
    const headers = { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' };
    const sent = open(`${site.url}${path}`, { method: 'POST', headers });
    sent.on('error', () => undefined);
    sent.end(body);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    let got = Buffer.alloc(0);
    for await (const bytes of response ?? []) {
      got = Buffer.concat([got, bytes]);
      // Half of the answer has come, and of that no more waits than may.
      if (heard(api, got).length >= pieces.length / 2 - 20 - 128) break;
    }
    sent.destroy();
    expect(pieces.join('').startsWith(heard(api, got))).toBe(true);
    await expect.poll(outcome).toMatchObject({ status: 'client_abort', http: 499 });
  });

  test('an answer that breaks off gives away nothing that was held back', async () => {
    policies.set(hideAnswer);
    const said = words('Hello. ', 'Write to ', 'ana@', 'exam', 'ple.com', ' now');
    const replay = brokenOff(streamed(api, said), eventsBefore(api, 4));
    providerOf(site, api).script({ replay });
    const reply = await ask(site, question(api, 'hi'));
    expect(JSON.stringify(clientEvents(api, reply.body))).not.toContain('ana@');
    expect(await outcome()).toMatchObject({ error: 'upstream_broken' });
  });

  test('a whole answer that the provider has compressed is governed like any other', async () => {
    policies.set(tokenise, hideAnswer);
    const said = words('Ask <EMAIL_1>, not bob@example.com');
    providerOf(site, api).script({ replay: unary(wholeAnswer(api, said)), gzip: true });
    const reply = await ask(site, question(api, request, false));
    expect(reply.status).toBe(200);
    expect(reply.body.toString()).toContain(`Ask ${ana}, not [EMAIL]`);
  });
});

test('two requests at once get their own people back, whoever is first', async () => {
  policies.set(tokenise);
  const people = Array.from({ length: 12 }, (_, at) => `person${at}@example.com`);
  const replies = await Promise.all(
    people.map((person, at) => {
      const { path, body } = question(apis[at % apis.length] ?? 'chat', `Write to ${person} now`);
      return site.post(path, body);
    }),
  );
  for (const [at, { body }] of replies.entries()) {
    const api = apis[at % apis.length] ?? 'chat';
    expect(heard(api, body)).toContain(`Write to person${at}@example.com now`);
  }
});

test('instructions and input of Responses are hidden, and tokens of one are not those of the other', async () => {
  policies.set(tokenise);
  const reply = await site.post(
    '/v1/responses',
    JSON.stringify({
      model: 'gpt-4o-mini',
      store: false,
      instructions: 'You help boss@example.com',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: `I am ${ana}` }] },
        { role: 'user', content: `${ana} writes to boss@example.com` },
      ],
    }),
  );
  expect(reply.status).toBe(200);
  expect(JSON.parse(site.emulator.requests.at(-1)?.body.toString() ?? '')).toMatchObject({
    instructions: 'You help <EMAIL_1>',
    input: [
      { content: [{ text: 'I am <EMAIL_2>' }] },
      { content: '<EMAIL_2> writes to <EMAIL_1>' },
    ],
  });
});

test.each([
  ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'BOOM' }],
  ['/v1/completions', { model: 'gpt-3.5-turbo-instruct', prompt: 'BOOM' }],
  ['/v1/responses', { model: 'gpt-4o-mini', instructions: 'BOOM', input: 'x', store: false }],
  [
    '/v1/messages/count_tokens',
    { model: 'claude-sonnet-4-5', system: 'BOOM', messages: [{ role: 'user', content: 'x' }] },
  ],
])('%s: what the detectors cannot read does not get through', async (path, body) => {
  breaksAt = 'BOOM';
  const reply = await site.post(path, JSON.stringify(body));
  expect(reply.status).toBe(400);
  expect(site.emulator.requests).toHaveLength(0);
  expect(site.control.anthropic.requests).toHaveLength(0);
});

test.each(apis)(
  '%s: an answer that no policy is about stays as it is, and is told of in the log',
  async (api) => {
    for (const stream of [true, false]) {
      const said = words('Write to bob', '@example.com');
      const replay = stream ? streamed(api, said) : unary(wholeAnswer(api, said));
      providerOf(site, api).script({ replay });
      const reply = await ask(site, question(api, 'hi', stream));
      const received = reply.body.toString('latin1').replace(/(: x-monago-[^\n]*\n)+\n/, '');
      expect(received).toBe(Buffer.from(replay.body).toString('latin1'));
      expect(await outcome()).toMatchObject({
        response: { decision: 'allowed', pii: [{ type: 'EMAIL', count: 1, action: 'detect' }] },
      });
    }
  },
);
