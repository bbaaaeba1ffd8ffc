import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, placesIn } from './answer-places.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import {
  answers,
  type Changes,
  framedStream,
  harmless,
  requests,
  withValue,
} from './hand-made-answers.ts';
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
beforeEach(() => {
  policies.clear();
  for (const provider of [site.emulator, site.control.anthropic, site.control.bedrock])
    provider.reset();
});

const leak = 'ana@example.com';
const outcome = () => site.lastEntry('ai.request.outcome');

/** What the client gets when the provider answers so. */
async function relayed(
  api: Api,
  stream: boolean,
  answer: unknown,
): Promise<Reply & { sent: Buffer }> {
  const { provider, path, body } = requests[api](stream);
  const sent = stream ? framedStream(api, answer) : Buffer.from(JSON.stringify(answer));
  const { emulator: openai, anthropic, bedrock } = site.control;
  const isAws = api === 'converse';
  const type = isAws ? 'application/vnd.amazon.eventstream' : 'text/event-stream; charset=utf-8';
  const headers = { 'content-type': stream ? type : 'application/json' };
  ({ openai, anthropic, bedrock })[provider].script({
    replay: { status: 200, headers, body: sent },
  });
  const reply = await site.post(path, JSON.stringify(body));
  return Object.assign(reply, { sent });
}

const redactAll = 'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: ["*"]}}';
const redact = (types: string, style = 'redact') =>
  `name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [${types}], style: ${style}}}`;
const deny =
  'name: no-leak\nphase: [response, stream]\nwhen: response.pii.count("EMAIL") > 0\neffect: deny';

const places = (['chat', 'responses', 'messages', 'converse'] as const).flatMap((api) =>
  [false, true].flatMap((stream) =>
    placesIn(api, stream).map((place) => [api, stream ? 'a stream' : 'an answer', place] as const),
  ),
);

/** How a reply ends, without what is different in every one of them. */
function endOf({ status, body }: Reply): string {
  const told = [
    ...body
      .toString('latin1')
      .matchAll(/(?:event: \w+|exception-type\W+\w+|data: )?[^\n]{0,80}"(?:error|message)":.*/g),
  ];
  const last = told.at(-1)?.[0] ?? '';
  return `${status} ${last.replace(/"message":".*/, '').replace(/[^\x20-\x7e]|\d+/g, '')}`;
}

describe.each(places)('%s: %s with something to hide in %j', (api, kind, place) => {
  const stream = kind === 'a stream';
  const leaking = () => withValue(answers[api](stream), place, leak);

  test.each(['redact', 'mask', 'tokenise'])('is withheld where the style is %s', async (style) => {
    policies.set(redact('EMAIL', style));
    const reply = await relayed(api, stream, leaking());
    expect(reply.body.toString()).not.toContain('ana@');
    expect(await outcome()).toMatchObject({
      error: 'pii_blocked',
      response: { decision: 'blocked', pii: [{ type: 'EMAIL', count: 1, action: 'block' }] },
    });
    if (stream && reply.status === 200) return;
    expect(reply.status).toBe(400);
    expect(reply.headers).toMatchObject({
      'x-monago-policy-decision': 'blocked',
      'x-monago-block-reason': 'PII detected: EMAIL',
      'x-monago-policy-version': expect.stringContaining('hide-answer@1'),
      'x-should-retry': 'false',
    });
  });

  test('ends like one that a policy denies', async () => {
    policies.set(redact('EMAIL'));
    const withheld = await relayed(api, stream, leaking());
    policies.set(deny);
    const denied = await relayed(api, stream, leaking());
    expect(endOf(withheld)).toBe(endOf(denied));
  });

  test('goes on byte for byte where nothing is to be hidden, and is counted', async () => {
    policies.set(`mode: monitor\n${redact('EMAIL')}`);
    const reply = await relayed(api, stream, leaking());
    expect(reply.status).toBe(200);
    expect(firstOf(reply.body, reply.sent)).toBeUndefined();
    expect(await outcome()).toMatchObject({
      status: 'ok',
      response: { decision: 'allowed', pii: [{ type: 'EMAIL', count: 1, action: 'detect' }] },
    });
  });
});

/** Where two bodies begin to differ, Monago's own comment aside. */
function firstOf(received: Buffer, sent: Buffer): string | undefined {
  const text = received.toString('latin1').replace(/(: x-monago-[^\n]*\n)+\n/, '');
  const expected = sent.toString('latin1');
  if (text === expected) return undefined;
  const at = [...expected].findIndex((sign, place) => text[place] !== sign);
  return text.slice(Math.max(0, at - 40), at + 80);
}

const apis = (['chat', 'responses', 'messages', 'converse'] as const).flatMap((api) =>
  [false, true].map((stream) => [api, stream] as const),
);

describe.each(apis)('%s, streamed: %s', (api, stream) => {
  test('what a provider makes by contract is never taken for something to hide', async () => {
    policies.set(redact('"*", DATE, URL'));
    const reply = await relayed(api, stream, harmless(api, stream));
    expect(reply.status, reply.body.toString()).toBe(200);
    // A stream holds its words back for a while, so that they come in other events.
    if (!stream) expect(firstOf(reply.body, reply.sent)).toBeUndefined();
    expect(await outcome()).toMatchObject({
      status: 'ok',
      response: { decision: 'allowed', pii: [] },
    });
  });

  test('what concerns nobody blocks only where a policy names it', async () => {
    const [place = []] = placesIn(api, stream);
    const answer: Changes = withValue(answers[api](stream), place, 'See https://example.com/page');
    policies.set(redactAll);
    expect((await relayed(api, stream, answer)).body.toString()).toContain('example.com/page');
    policies.set(redact('URL'));
    expect((await relayed(api, stream, answer)).body.toString()).not.toContain('example.com/page');
  });
});

describe.each([false, true])(
  'what an answer of Responses repeats of its request, streamed: %s',
  (stream) => {
    const ask = () =>
      site.post(
        '/v1/responses',
        JSON.stringify({
          model: 'gpt-5-mini',
          instructions: `Write to ${leak}`,
          metadata: { owner: leak },
          input: 'Hello',
          stream,
        }),
      );

    const compact = (reply: Reply) => reply.body.toString().replaceAll('": "', '":"');

    test('is neither counted nor hidden as the words of a model', async () => {
      policies.set(redact('EMAIL'));
      const reply = await ask();
      expect(reply.status, reply.body.toString()).toBe(200);
      expect(compact(reply)).toContain(`"instructions":"Write to ${leak}"`);
      expect(await outcome()).toMatchObject({ response: { decision: 'allowed', pii: [] } });
    });

    test('has its values again where the request had them hidden', async () => {
      policies.set('name: hide\neffect: {tokenise: {types: [EMAIL]}}');
      const text = compact(await ask());
      expect(text).toContain(`"instructions":"Write to ${leak}"`);
      expect(text).toContain(`"owner":"${leak}"`);
      expect(text).not.toContain('EMAIL_1');
    });
  },
);

describe('arguments of a tool with escapes in them', () => {
  const address = 'maria.fernanda.gonzalez@example-company.co.id';
  const escaped = [...address].map((unit) => `\\u00${unit.charCodeAt(0).toString(16)}`).join('');
  const written = `{"caf\\u00e9":"a\\n","to":"${escaped}","n":1}`;
  const expected = '{"caf\\u00e9":"a\\n","to":"[EMAIL]","n":1}';

  /** The arguments in one piece, or in many small ones. */
  function answerOf(api: 'chat' | 'responses' | 'messages', stream: boolean): unknown {
    const answer = answers[api](stream);
    if (!stream) {
      const at = { chat: ['choices', 0, 'message', 'tool_calls', 0, 'function', 'arguments'] };
      return withValue(answer, api === 'chat' ? at.chat : ['output', 1, 'arguments'], written);
    }
    const [first, path] = {
      chat: [2, ['choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments']] as const,
      responses: [8, ['delta']] as const,
      messages: [5, ['delta', 'partial_json']] as const,
    }[api];
    const events = Object.values(answer);
    const pieces = written.match(/.{1,5}/g) ?? [];
    const deltas = pieces.map((piece) =>
      withValue(JSON.parse(JSON.stringify(events[first])), path, piece),
    );
    const whole = api === 'responses' ? [9, 10].map((at) => withWhole(events[at], at)) : [];
    const rest = events.slice(first + 1 + whole.length);
    return [...events.slice(0, first), ...deltas, ...whole, ...rest];
  }

  function withWhole(event: unknown, at: number): unknown {
    return withValue(Object(event), at === 9 ? ['arguments'] : ['item', 'arguments'], written);
  }

  /** What a client puts together of a reply. */
  function argumentsIn(reply: Reply, stream: boolean): string {
    const lines = stream ? reply.body.toString().split('\n') : [`data: ${reply.body.toString()}`];
    const name = stream
      ? /"(?:delta|partial_json|arguments)":("(?:[^"\\]|\\.)*")/
      : /"arguments":("(?:[^"\\]|\\.)*")/;
    const repeats = /\.done"|output_item|response\.completed|output_text/;
    return lines
      .filter((line) => line.startsWith('data: {') && !(stream && repeats.test(line)))
      .map((line) => name.exec(line)?.[1] ?? '""')
      .map((text) => String(JSON.parse(text)))
      .join('');
  }

  test.each([
    ['chat', false],
    ['chat', true],
    ['responses', false],
    ['responses', true],
    ['messages', true],
  ] as const)('are judged by what they say: %s, streamed: %s', async (api, stream) => {
    policies.set(redact('EMAIL'));
    const reply = await relayed(api, stream, answerOf(api, stream));
    expect(reply.status).toBe(200);
    expect(argumentsIn(reply, stream)).toBe(expected);
    expect(reply.body.toString()).not.toContain('u0040');
    expect(await outcome()).toMatchObject({
      response: { decision: 'redacted', pii: [{ type: 'EMAIL', count: 1, action: 'redact' }] },
    });
  });

  test.each(['chat', 'responses', 'messages'] as const)(
    'stay as they are where nothing is hidden: %s',
    async (api) => {
      policies.set(redact('US_DEA'));
      const reply = await relayed(api, true, answerOf(api, true));
      expect(argumentsIn(reply, true)).toBe(written);
    },
  );
});
