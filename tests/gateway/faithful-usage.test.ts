import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { withoutOwnComment } from './recorded-bodies.ts';

const chat = '/v1/chat/completions';
let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite();
});
afterAll(() => site.close());

describe('the usage that Monago has asked for is taken out of the stream again', () => {
  interface Spelling {
    readonly asked: string;
    readonly plain: string | undefined;
  }
  const start = '"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"é 👋🏽"}}]';
  const usage = '{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}';
  const spellings: readonly Spelling[] = [
    { asked: `{${start},"usage":null,"obfuscation":"ab"}`, plain: `{${start},"obfuscation":"ab"}` },
    {
      asked: `{${start},"obfuscation":"abc","usage":null}`,
      plain: `{${start},"obfuscation":"abc"}`,
    },
    { asked: `{"usage": null, ${start}}`, plain: `{${start}}` },
    { asked: `{ ${start}, "usage" : null }`, plain: `{ ${start} }` },
    {
      asked: `{${start},"x":"\\"usage\\":null","usage":null}`,
      plain: `{${start},"x":"\\"usage\\":null"}`,
    },
    {
      asked: `{"choices":[],"prompt_filter_results":[],"usage":null}`,
      plain: `{"choices":[],"prompt_filter_results":[]}`,
    },
    {
      asked: `{"id":"chatcmpl-1","choices":[],"usage":${usage},"obfuscation":""}`,
      plain: undefined,
    },
  ];
  const stream = (chunks: readonly (string | undefined)[]) =>
    [...chunks, '[DONE]']
      .flatMap((chunk) => (chunk === undefined ? [] : `data: ${chunk}\n\n`))
      .join('');
  const asked = Buffer.from(stream(spellings.map((one) => one.asked)));
  const plain = stream(spellings.map((one) => one.plain));
  const request = { model: 'gpt-4o-mini', stream: true };

  const streamed = async (body: object) => {
    const headers = { 'content-type': 'text/event-stream' };
    site.emulator.script({ replay: { status: 200, headers, body: asked, chunkSizes: [17] } });
    const reply = await site.post(chat, JSON.stringify(body));
    return withoutOwnComment(reply.body).toString('utf8');
  };

  test('gotcha 04: a client that did not ask gets what it would have got without Monago', async () => {
    expect(await streamed(request)).toBe(plain);
    const outcome = await site.lastEntry('ai.request.outcome');
    expect(outcome).toMatchObject({ usage: { source: 'provider', input: 9, output: 2 } });
  });

  test('gotcha 03: a client that asked gets it, as the provider spells it', async () => {
    const options = { stream_options: { include_usage: true } };
    expect(await streamed({ ...request, ...options })).toBe(asked.toString('utf8'));
  });

  test('gotcha 04: through Monago a stream is the same as straight from the provider', async () => {
    const body = JSON.stringify({ ...request, messages: [{ role: 'user', content: 'Say hello' }] });
    const direct = await fetch(`${site.emulator.url}${chat}`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${site.control.providerKey}`,
        'content-type': 'application/json',
      },
    });
    const through = await site.post(chat, body);
    const steady = (text: string) =>
      text.replace(/"(id|obfuscation|system_fingerprint)":"[^"]*"|"created":\d+/g, '$1');
    expect(steady(withoutOwnComment(through.body).toString('utf8'))).toBe(
      steady(await direct.text()),
    );
  });
});
