import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { chunkSizes, withoutOwnComment } from './recorded-bodies.ts';

const recordings = new URL(
  '../../../shared/fixtures/envoy-ai-gateway/exchanges.jsonl',
  import.meta.url,
);
const isThere = existsSync(recordings);

interface Exchange {
  readonly id: string;
  readonly request: Side & { readonly method: string; readonly url: string };
  readonly response: Side & { readonly status: number };
}

interface Side {
  readonly headers: Record<string, string[]>;
  readonly body?: string;
  readonly bodyBase64?: string;
}

const exchanges: Exchange[] = isThere
  ? readFileSync(recordings, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : [];

function bytesOf(side: Side): Buffer {
  if (side.bodyBase64 !== undefined) return Buffer.from(side.bodyBase64, 'base64');
  return Buffer.from(side.body ?? '');
}

const hopByHop = ['connection', 'transfer-encoding', 'keep-alive', 'content-length', 'date'];

function headersOf(side: Side): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(side.headers).filter(([name]) => !hopByHop.includes(name.toLowerCase())),
  );
}

let site: GatewaySite;

const title = isThere
  ? 'a recorded exchange passes unchanged'
  : 'recorded exchanges: skipped, ../shared/fixtures is not there';

describe.skipIf(!isThere)(title, () => {
  beforeAll(async () => {
    site = await openGatewaySite();
  });

  afterAll(async () => {
    await site.close();
  });

  test('there are 42 of them', () => {
    expect(exchanges).toHaveLength(42);
  });

  describe.each(exchanges.map((exchange) => [exchange.id, exchange] as const))(
    '%s',
    (_id, exchange) => {
      const path = new URL(exchange.request.url).pathname;
      const sent = bytesOf(exchange.request);
      const answer = bytesOf(exchange.response);
      const type = exchange.response.headers['content-type']?.[0] ?? '';
      const isStream = type.startsWith('text/event-stream');

      test.each([1, 2, 3])(
        `${exchange.request.method} ${path} in chunks, round %i`,
        async (seed) => {
          site.emulator.reset();
          site.emulator.script({
            replay: {
              status: exchange.response.status,
              headers: headersOf(exchange.response),
              body: answer,
              chunkSizes: chunkSizes(answer.length, seed),
            },
          });
          const requestType = exchange.request.headers['content-type']?.[0] ?? 'application/json';
          const reply = await site.post(path, sent, { headers: { 'content-type': requestType } });

          const [seen] = site.emulator.requests;
          expect(seen?.body.toString('latin1')).toBe(forwarded(path, sent).toString('latin1'));
          expect(seen?.path).toBe(path);
          expect(seen?.headers.authorization).toBe(`Bearer ${site.control.providerKey}`);
          expect(seen?.headers['content-type']).toBe(requestType);

          expect(reply.status).toBe(exchange.response.status);
          expect(reply.isComplete).toBe(true);
          const received = isStream ? withoutOwnComment(reply.body) : reply.body;
          expect(received.toString('latin1')).toBe(answer.toString('latin1'));
          expect(reply.headers['content-type']).toBe(type);
          for (const name of [
            'set-cookie',
            'openai-organization',
            'openai-project',
            'cf-ray',
            'server',
            'alt-svc',
          ]) {
            expect(reply.headers[name], name).toBeUndefined();
          }
          expect(reply.headers['x-request-id']).toBe(
            exchange.response.headers['x-request-id']?.[0],
          );
        },
      );

      test('its usage is in the audit entry where the provider tells it', async () => {
        const outcomes = await site.entries('ai.request.outcome');
        const outcome = outcomes.at(-1);
        expect(outcome?.['upstream_http']).toBe(exchange.response.status);
        const unknown = exchange.response.status < 400 ? { source: 'unknown' } : undefined;
        expect(outcome?.['usage']).toEqual(recordedUsage(exchange) ?? unknown);
      });
    },
  );
});

/** The bytes that the provider gets: the client's, and the question for the usage of a chat stream. */
function forwarded(path: string, sent: Buffer): Buffer {
  if (path !== '/v1/chat/completions') return sent;
  const text = sent.toString('utf8');
  const { stream, stream_options } = JSON.parse(text);
  if (stream !== true || stream_options !== undefined) return sent;
  return Buffer.from(text.replace(/(\s*\}\s*)$/, ',"stream_options":{"include_usage":true}$1'));
}

/** Token usage by a plain parse of the whole body: another way than the gateway's. */
function recordedUsage({ response }: Exchange): object | undefined {
  const bytes = bytesOf(response);
  const isGzip = response.headers['content-encoding']?.[0] === 'gzip';
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
  const events = text.startsWith('data:')
    ? text
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .map((line) => line.slice('data: '.length))
    : [text];
  const usages = events.map((event) => JSON.parse(event).usage).filter(Boolean);
  const usage = usages.at(-1);
  const input = usage?.prompt_tokens ?? usage?.input_tokens;
  if (input === undefined) return undefined;
  return {
    source: 'provider',
    input,
    output: usage.completion_tokens ?? usage.output_tokens ?? 0,
    cached: (usage.prompt_tokens_details ?? usage.input_tokens_details)?.cached_tokens ?? 0,
    reasoning:
      (usage.completion_tokens_details ?? usage.output_tokens_details)?.reasoning_tokens ?? 0,
  };
}
