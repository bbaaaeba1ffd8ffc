import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  constants,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../../src/adapters/http/server/http-server.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

const headerBytesMax = 8 * 1024;
const certificate = selfSignedCertificate();
let directory: string;
let server: HttpServer;
let sessions: ClientHttp2Session[];
/** Lets the held request be answered. */
let answerHeld: () => void;

beforeEach(() => {
  sessions = [];
  answerHeld = () => undefined;
  directory = mkdtempSync(join(tmpdir(), 'monago-http2-'));
  writeFileSync(join(directory, 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
  writeFileSync(join(directory, 'cert.pem'), certificate.cert);
  writeFileSync(join(directory, 'key.pem'), certificate.key);
});
afterEach(async () => {
  answerHeld();
  for (const session of sessions) session.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(security: 'plain' | 'tls' = 'plain'): Promise<string> {
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    headerBytesMax,
    tls:
      security === 'plain'
        ? undefined
        : { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') },
    checks: [],
    planes: [holding],
    dashboardDirectory: directory,
  });
  return server.url;
}

/** A route that answers when the test says so. */
async function holding(fastify: FastifyInstance): Promise<void> {
  fastify.get('/held', async () => {
    await new Promise<void>((resolve) => {
      answerHeld = resolve;
    });
    return 'held';
  });
}

function open(url: string): ClientHttp2Session {
  const session = connectHttp2(url, { ca: certificate.cert, servername: 'localhost' });
  session.on('error', () => undefined);
  sessions.push(session);
  return session;
}

async function get(session: ClientHttp2Session, path: string, headers: OutgoingHttpHeaders = {}) {
  const stream = session.request({ ':path': path, ...headers });
  stream.on('error', () => undefined);
  const [head] = await once(stream, 'response');
  return { status: head[':status'], headers: head, body: await text(stream) };
}

describe('without TLS a client that knows that HTTP/2 is spoken speaks it', () => {
  test('and one that does not speaks HTTP/1.1 on the same port', async () => {
    const url = await start();
    expect(await get(open(url), '/livez')).toMatchObject({ status: 200, body: 'ok\n' });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  test('the dashboard and its policy are the same', async () => {
    const url = await start();
    const { status, headers } = await get(open(url), '/', { accept: 'text/html' });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('bytes that come one by one are the same request', async () => {
    const { port } = new URL(await start());
    const socket = connect(Number(port), '127.0.0.1');
    const answer = text(socket);
    for (const byte of 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n') {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a method that begins like the preface is HTTP/1.1', async () => {
    const { port } = new URL(await start());
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('PROPFIND / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('a preface that goes wrong ends the connection and nothing else', async () => {
    const url = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('PRI * HTTP/2.0\r\n\r\nNO\r\n\r\n'.padEnd(100, 'x'));
    await once(socket.resume(), 'close');
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  test('a client that says nothing and leaves takes nothing with it', async () => {
    const url = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end('P');
    await once(socket.resume(), 'close');
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });
});

describe('with TLS the client chooses by ALPN', () => {
  test('h2', async () => {
    const session = open((await start('tls')).replace('127.0.0.1', 'localhost'));
    expect(await get(session, '/livez')).toMatchObject({ status: 200 });
    expect(session.alpnProtocol).toBe('h2');
  });

  test('http/1.1, or nothing', async () => {
    const url = (await start('tls')).replace('127.0.0.1', 'localhost');
    for (const ALPNProtocols of [['http/1.1'], undefined]) {
      const sent = request(`${url}/livez`, {
        ca: certificate.cert,
        agent: false,
        ...(ALPNProtocols === undefined ? {} : { ALPNProtocols }),
      });
      sent.end();
      const [response] = await once(sent, 'response');
      expect([response.statusCode, response.httpVersion]).toEqual([200, '1.1']);
      response.resume();
    }
  });
});

describe('limits', () => {
  test('a head beyond the limit is refused, and the connection lives on', async () => {
    const session = open(await start());
    await get(session, '/livez');
    const stream = session.request({ ':path': '/livez', a: 'b'.repeat(headerBytesMax) });
    const [error] = await once(stream, 'error');
    expect(error).toBeInstanceOf(Error);
    expect((await get(session, '/livez')).status).toBe(200);
  });

  test('a client is told how many streams it may open and how long a head may be', async () => {
    const session = open(await start());
    const [settings] = await once(session, 'remoteSettings');
    expect(settings).toMatchObject({
      maxConcurrentStreams: 100,
      maxHeaderListSize: headerBytesMax,
    });
  });

  test('a client that opens and resets streams without end loses its connection', async () => {
    const url = await start();
    const session = open(url);
    await get(session, '/livez');
    const closed = new Promise((resolve) => session.once('close', resolve));
    const flood = setInterval(() => {
      for (let count = 0; count < 90 && !session.destroyed && !session.closed; count += 1) {
        const stream = session.request({ ':path': '/held' });
        stream.on('error', () => undefined);
        stream.close(constants.NGHTTP2_CANCEL);
      }
    }, 1);
    await closed;
    clearInterval(flood);
    expect(await get(open(url), '/livez')).toMatchObject({ status: 200 });
  });
});

describe('when the server closes', () => {
  test('a request that runs is answered, and then its connection ends', async () => {
    const session = open(await start());
    const held = get(session, '/held');
    await expect.poll(() => answerHeld.length === 1).toBe(true);
    const goneAway = once(session, 'goaway');
    const closing = server.close();
    await goneAway;
    answerHeld();
    expect(await held).toMatchObject({ status: 200, body: 'held' });
    await closing;
  });

  test('connections on which nothing is asked do not hold it up', async () => {
    const url = await start();
    const session = open(url);
    await get(session, '/livez');
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    await once(silent, 'connect');
    silent.on('error', () => undefined);
    const ended = Promise.all([once(session, 'close'), once(silent.resume(), 'close')]);
    await server.close();
    await ended;
  });
});
