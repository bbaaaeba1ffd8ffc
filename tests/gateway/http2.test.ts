import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';

let site: GatewaySite;
let session: ClientHttp2Session;

beforeAll(async () => {
  site = await openGatewaySite({
    http: { bodyBytesMax: 512 * 1024, times: { heartbeatMs: 15_000, slowClientMs: 500 } },
  });
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
  session = connect(site.url);
});
afterEach(() => {
  session.destroy();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** How the stream ended; 0 for in order. */
  readonly code: number;
}

function ask(changes: Readonly<Record<string, string>> = {}): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/v1/chat/completions',
    authorization: `Bearer ${site.token}`,
    'content-type': 'application/json',
    ...changes,
  });
  stream.on('error', () => undefined);
  return stream;
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const closed = once(stream, 'close');
  const [headers] = await once(stream, 'response');
  const body = await buffer(stream).catch(() => Buffer.alloc(0));
  await closed;
  return { status: headers[':status'], headers, body, code: stream.rstCode };
}

function chat(changes: object = {}): ClientHttp2Stream {
  const stream = ask();
  stream.end(JSON.stringify({ ...simpleChat, ...changes }));
  return stream;
}

/** Resolves when the server has seen what was sent so far. */
function pong(): Promise<void> {
  return new Promise((resolve, reject) => {
    session.ping((error) => (error === null ? resolve() : reject(error)));
  });
}

describe('HTTP/2 on the port of HTTP/1.1', () => {
  test('an answer with all headers of the contract and none of the connection', async () => {
    const { status, headers, body } = await answerOf(chat());
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toHaveProperty('choices');
    expect(headers['x-monago-audit-id']).toMatch(/^aud_/);
    for (const name of ['connection', 'keep-alive', 'transfer-encoding']) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  test('many calls at once on one connection', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => answerOf(chat())));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ headers }) => headers['x-monago-audit-id'])).size).toBe(20);
  });

  test('a stream of events, whole', async () => {
    const { headers, body, code } = await answerOf(chat({ stream: true }));
    expect(headers['content-type']).toContain('text/event-stream');
    expect(body.toString()).toMatch(/data: \[DONE\]\n\n$/);
    expect(code).toBe(0);
  });

  test('an address that nobody serves and a method that an address has not', async () => {
    const missing = await answerOf(ask({ ':path': '/v1/files' }).end('{}'));
    expect(missing.status).toBe(404);
    expect(JSON.parse(missing.body.toString()).error.code).toBe('unsupported_endpoint');
    const wrong = await answerOf(ask({ ':method': 'PUT' }).end('{}'));
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toBe('POST');
  });
});

describe('the limits are those of HTTP/1.1', () => {
  test('a body beyond the limit is refused while it is still being sent, and the connection lives on', async () => {
    const stream = ask();
    const answered = answerOf(stream);
    const piece = Buffer.alloc(64 * 1024, 0x20);
    const feed = () => {
      while (!stream.closed && !stream.destroyed && stream.write(piece));
    };
    stream.on('drain', feed);
    feed();
    const { status, body, code } = await answered;
    expect(status).toBe(413);
    expect(JSON.parse(body.toString()).error.code).toBe('request_too_large');
    expect(code).toBe(constants.NGHTTP2_NO_ERROR);
    expect((await answerOf(chat())).status).toBe(200);
  });

  test('a body that is cut short is no request, although Node ends it like a whole one', async () => {
    const before = (await site.entries('ai.request.intent')).length;
    ask().write(JSON.stringify(simpleChat));
    await pong();
    session.destroy();
    session = connect(site.url);
    expect((await answerOf(chat())).status).toBe(200);
    expect(await site.entries('ai.request.intent')).toHaveLength(before + 1);
    expect(site.emulator.requests).toHaveLength(1);
  });

  test('without a token the body is not even read', async () => {
    const { status, headers } = await answerOf(ask({ authorization: 'Bearer nonsense' }));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
  });
});

describe('a client that leaves one stream', () => {
  test('ends its call at the provider within 200 ms, and no other', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    site.emulator.script({ hang: 'mid-stream' });
    const leaving = chat({ stream: true });
    await once(leaving, 'response');
    const other = await answerOf(chat());
    const leftAt = performance.now();
    leaving.close(constants.NGHTTP2_CANCEL);
    await site.emulator.waitFor((request) => request.abortedAfterMs !== undefined);
    expect(performance.now() - leftAt).toBeLessThan(200);
    expect(other.status).toBe(200);
    const outcomes = await site.waitForEntries('ai.request.outcome', before + 2);
    expect(outcomes.map((entry) => entry['status']).slice(-2)).toContain('client_abort');
  });

  test('does so with the whole connection as well', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    site.emulator.script({ hang: 'before-headers' });
    chat();
    await site.emulator.waitFor((request) => request.isComplete);
    session.destroy();
    await site.emulator.waitFor((request) => request.abortedAfterMs !== undefined);
    const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
    expect(outcomes.at(-1)).toMatchObject({ status: 'client_abort', http: 499 });
  });
});

test('gotcha 25: a stream that dies at the provider ends with an error event, not in order', async () => {
  site.emulator.script({ truncate: 'between-events' });
  const { body } = await answerOf(chat({ stream: true }));
  expect(body.toString()).toContain('"upstream_broken"');
  expect(body.toString()).not.toContain('[DONE]');
});

test('a client that does not read loses its stream in time, and no other', async () => {
  const before = (await site.entries('ai.request.outcome')).length;
  const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(4_000)}"}}]}\n\n`;
  site.emulator.script({
    replay: {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: event.repeat(2_000),
      chunkSizes: [64 * 1024],
    },
  });
  const stalled = chat({ stream: true });
  await once(stalled, 'response');
  expect((await answerOf(chat())).status).toBe(200);
  const outcomes = await site.waitForEntries('ai.request.outcome', before + 2);
  expect(outcomes.at(-1)).toMatchObject({ status: 'client_abort' });
  stalled.resume();
  await expect.poll(() => stalled.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR);
  expect((await answerOf(chat())).status).toBe(200);
});
