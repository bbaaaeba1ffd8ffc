import { request as http1Request } from 'node:http';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ProviderServer, startProviderServer } from './provider-server.ts';

let server: ProviderServer<never>;
const sessions: ClientHttp2Session[] = [];

beforeAll(async () => {
  server = await startProviderServer<never>(
    {
      answer: ({ body }) => ({
        status: 200,
        headers: { 'content-type': 'text/plain', connection: 'keep-alive' },
        frames: [Buffer.from('one '), Buffer.from('two '), body],
      }),
      requestedFault: () => ({}),
      bodyTooLarge: () => ({ status: 413, headers: {}, frames: [] }),
    },
    { http2: true },
  );
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
  server.reset();
});

afterAll(() => server.stop());

function open(session = connect(server.url)) {
  sessions.push(session);
  session.on('error', () => undefined);
  const stream = session.request({ ':method': 'POST', ':path': '/echo?x=1', 'x-test': 'a' });
  stream.end('three');
  return { session, stream };
}

function ending(emitter: ReturnType<typeof open>['stream']) {
  return new Promise<string>((resolve) => {
    emitter.once('error', (error) => resolve(error.message));
    emitter.once('close', () => resolve(`closed with ${emitter.rstCode}`));
    emitter.resume();
  });
}

test('a client of HTTP/2 is answered on the port of HTTP/1.1', async () => {
  expect(await text(open().stream)).toBe('one two three');
  const [seen] = server.requests;
  expect(seen).toMatchObject({ method: 'POST', path: '/echo?x=1', isComplete: true });
  expect(seen?.headers).toMatchObject({ host: `127.0.0.1:${server.port}`, 'x-test': 'a' });
  expect(seen?.rawHeaders).toContain(':path');
  const answer = await new Promise<string>((resolve) => {
    http1Request(server.url, { method: 'POST', path: '/echo' }, (response) => {
      resolve(text(response));
    }).end('three');
  });
  expect(answer).toBe('one two three');
});

test('megabytes pass both ways, over either', async () => {
  const large = 'x'.repeat(5 * 1024 * 1024);
  const answer = await fetch(server.url, { method: 'POST', body: large });
  expect(await answer.text()).toHaveLength(large.length + 'one two '.length);
  const session = connect(server.url);
  sessions.push(session);
  const stream = session.request({ ':method': 'POST', ':path': '/' });
  stream.end(large);
  expect(await text(stream)).toHaveLength(large.length + 'one two '.length);
});

test('streams of one connection are independent', async () => {
  server.script({ hang: 'before-headers' });
  const { session } = open();
  await server.waitFor(({ isComplete }) => isComplete);
  expect(await text(open(session).stream)).toBe('one two three');
});

test('a preface that arrives byte by byte is recognised', async () => {
  const socket = connectTcp(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  const answered = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  for (const byte of Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings])) {
    await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
  }
  // The type of the first frame of the server's: SETTINGS (RFC 9113 §6.5).
  expect((await answered)[3]).toBe(4);
  socket.destroy();
});

test.each(['before-headers', 'mid-stream'] as const)(
  'a reset %s breaks the connection',
  async (reset) => {
    server.script({ reset });
    const { session, stream } = open();
    const closed = new Promise((resolve) => session.once('close', resolve));
    await ending(stream);
    await closed;
    expect(session.destroyed).toBe(true);
  },
);

test('a stream can end early and clean, and a client that leaves it is noticed', async () => {
  server.script({ truncate: 'between-events' });
  expect(await text(open().stream)).toBe('one ');
  server.reset();
  server.script({ hang: 'mid-stream' });
  const { stream } = open();
  await new Promise((resolve) => stream.once('data', resolve));
  stream.close(constants.NGHTTP2_CANCEL);
  const seen = await server.waitFor(({ abortedAfterMs }) => abortedAfterMs !== undefined);
  expect(seen.answeredAfterMs).toBeUndefined();
});
