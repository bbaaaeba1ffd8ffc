import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { SealedHeaders } from '../../src/adapters/egress/sealed-header.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const newKey = () => `sk-${randomBytes(24).toString('hex')}`;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function egressTo(port: number, connectionsMax: number, ca?: string): ClosableEgress {
  const made = createEgress({
    mode: 'onprem',
    allow: [`localhost:${port}`],
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    totalTimeoutMs: 10_000,
    connectionsMax,
    ...(ca === undefined ? {} : { ca }),
  });
  closing.push(() => made.close());
  return made;
}

interface Sending {
  readonly origin: string;
  readonly key: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status or the failure, and whether the key is wiped by then. */
function send(egress: ClosableEgress, { origin, key, body, headers = {} }: Sending) {
  const secret = new Secret(Buffer.from(key));
  let abort = () => {};
  const outcome = new Promise<{ result: string; isWiped: boolean }>((resolve) => {
    const settle = (result: string) =>
      resolve({ result, isWiped: secret.reveal().every((byte) => byte === 0) });
    let status = '';
    const call = egress.dispatch(
      {
        destination: `${origin}/v1`,
        method: 'POST',
        path: '/v1/chat/completions',
        headers,
        body,
        secretHeader: { name: 'authorization', prefix: 'Bearer ', secret },
      },
      {
        head: (head) => {
          status = String(head.status);
        },
        data: () => true,
        end: () => settle(status),
        fail: settle,
      },
    );
    abort = () => call.abort();
  });
  return { outcome, abort: () => abort() };
}

describe('a socket that swaps the key in', () => {
  /** What arrives when `write` has written to a sealed socket and ended it. */
  async function arrives(write: (socket: Socket, placeholder: string) => void): Promise<string> {
    const sealed = new SealedHeaders();
    const secret = new Secret(Buffer.from('sk-THE-KEY-ITSELF'));
    const placeholder = sealed.seal(secret);
    const server = createServer();
    const port = await listen(server);
    const accepted = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    sealed.attach(socket);
    const [peer]: Socket[] = await accepted;
    if (peer === undefined) throw new Error('nobody connected');
    write(socket, placeholder);
    socket.end();
    const chunks: Buffer[] = [];
    for await (const chunk of peer) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('latin1').replaceAll(placeholder, '<placeholder>');
  }

  test('does so in a whole head', async () => {
    const text = await arrives((socket, sealed) =>
      socket.write(`POST / HTTP/1.1\r\nauthorization: Bearer ${sealed}\r\n\r\n`, 'latin1'),
    );
    expect(text).toBe('POST / HTTP/1.1\r\nauthorization: Bearer sk-THE-KEY-ITSELF\r\n\r\n');
  });

  // Should the client library ever write in another way, the provider gets a placeholder and refuses it.
  test.each<[string, (socket: Socket, sealed: string) => void]>([
    [
      'a head in two writes',
      (socket, sealed) => {
        socket.write(`POST / HTTP/1.1\r\nauthorization: Bearer ${sealed}\r\n`, 'latin1');
        socket.write('x: y\r\n\r\n', 'latin1');
      },
    ],
    [
      'a placeholder in two writes',
      (socket, sealed) => {
        socket.write(`POST / HTTP/1.1\r\nauthorization: Bearer ${sealed.slice(0, 9)}`, 'latin1');
        socket.write(`${sealed.slice(9)}\r\n\r\n`, 'latin1');
      },
    ],
    [
      'a head as bytes',
      (socket, sealed) =>
        socket.write(Buffer.from(`POST / HTTP/1.1\r\nauthorization: Bearer ${sealed}\r\n\r\n`)),
    ],
    [
      'a body that quotes it',
      (socket, sealed) => socket.write(`POST / HTTP/1.1\r\n\r\n{"quoted":"${sealed}"}`, 'latin1'),
    ],
  ])('does not in %s', async (_, write) => {
    const text = await arrives(write);
    expect(text).toContain('<placeholder>');
    expect(text).not.toContain('sk-THE-KEY');
  });

  test('does so once: the same placeholder is worth nothing a second time', async () => {
    const head = (sealed: string) => `POST / HTTP/1.1\r\nauthorization: Bearer ${sealed}\r\n\r\n`;
    const text = await arrives((socket, sealed) => {
      socket.write(head(sealed), 'latin1');
      socket.write(head(sealed), 'latin1');
    });
    expect(text.split('sk-THE-KEY-ITSELF')).toHaveLength(2);
    expect(text.split('<placeholder>')).toHaveLength(2);
  });

  test.each<[string, (socket: Socket) => void]>([
    ['with a body behind it', (socket) => socket.write(Buffer.from('body'))],
    ['with text behind it', (socket) => socket.write('body', 'latin1')],
    ['with nothing behind it', () => undefined],
  ])('keeps the order in a corked write %s', async (_, rest) => {
    const text = await arrives((socket, sealed) => {
      socket.cork();
      socket.write(`POST / HTTP/1.1\r\nauthorization: Bearer ${sealed}\r\n\r\n`, 'latin1');
      rest(socket);
      socket.uncork();
      socket.write('.', 'latin1');
    });
    expect(text).toMatch(
      /^POST \/ HTTP\/1\.1\r\nauthorization: Bearer sk-THE-KEY-ITSELF\r\n\r\n(?:body)?\.$/,
    );
  });
});

describe.each(['http', 'https'] as const)('requests over %s', (scheme) => {
  async function provider(
    respond: RequestListener,
  ): Promise<{ origin: string; port: number; ca?: string }> {
    if (scheme === 'http') {
      const port = await listen(createHttpServer(respond));
      return { origin: `http://localhost:${port}`, port };
    }
    const { key, cert } = selfSignedCertificate();
    const port = await listen(createTlsServer({ key, cert }, respond));
    return { origin: `https://localhost:${port}`, port, ca: cert };
  }

  test('arrive whole, whatever the size of their body', async () => {
    const seen: string[] = [];
    const { origin, port, ca } = await provider((request, response) => {
      const hash = createHash('sha256');
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('end', () => {
        seen.push(
          `${request.headers.authorization} ${request.headers['content-length']} ${hash.digest('hex')}`,
        );
        response.end('{}');
      });
    });
    const egress = egressTo(port, 1, ca);
    // Around the size up to which head and body are written as one, and far beyond it.
    const sizes = [
      0,
      1,
      1_000,
      ...Array.from({ length: 24 }, (_, at) => 16_050 + at * 20),
      70_000,
      5_000_000,
    ];
    const expected: string[] = [];
    for (const size of sizes) {
      const key = newKey();
      const body = randomBytes(size);
      expect(await send(egress, { origin, key, body }).outcome).toEqual({
        result: '200',
        isWiped: true,
      });
      expected.push(`Bearer ${key} ${size} ${createHash('sha256').update(body).digest('hex')}`);
    }
    expect(seen).toEqual(expected);
  });

  test('get their own key, 200 at a time over 8 connections', async () => {
    const seen = new Map<string, string>();
    const { origin, port, ca } = await provider((request, response) => {
      seen.set(String(request.headers['x-call']), String(request.headers.authorization));
      request.resume();
      response.end('{}');
    });
    const egress = egressTo(port, 8, ca);
    const keys = Array.from({ length: 200 }, newKey);
    const all = keys.map(
      (key, at) =>
        send(egress, { origin, key, body: Buffer.from('{}'), headers: { 'x-call': String(at) } })
          .outcome,
    );
    expect(new Set((await Promise.all(all)).map(({ result }) => result))).toEqual(new Set(['200']));
    expect([...keys.keys()].map((at) => seen.get(String(at)))).toEqual(
      keys.map((key) => `Bearer ${key}`),
    );
  });

  test('cannot put another key in the place of the sealed one', async () => {
    let seen: string | undefined;
    const { origin, port, ca } = await provider((request, response) => {
      seen = request.headers.authorization;
      request.resume();
      response.end('{}');
    });
    const key = newKey();
    const headers = { authorization: 'Bearer of-somebody-else' };
    await send(egressTo(port, 1, ca), { origin, key, body: Buffer.from('{}'), headers }).outcome;
    expect(seen).toBe(`Bearer ${key}`);
  });

  test('leave no key behind when they are aborted, cut off or answered early', async () => {
    let arrived = () => {};
    const { origin, port, ca } = await provider((request, response) => {
      const what = request.headers['x-then'];
      if (what === 'reset') request.socket.destroy();
      else if (what === 'early') response.writeHead(401).end('{}');
      else arrived();
    });
    const egress = egressTo(port, 4, ca);
    const body = randomBytes(3_000_000);
    const reset = await send(egress, {
      origin,
      key: newKey(),
      body,
      headers: { 'x-then': 'reset' },
    }).outcome;
    expect(reset).toEqual({ result: 'broken', isWiped: true });
    const early = await send(egress, {
      origin,
      key: newKey(),
      body: Buffer.from('{}'),
      headers: { 'x-then': 'early' },
    }).outcome;
    expect(early).toEqual({ result: '401', isWiped: true });
    const held = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const hanging = send(egress, {
      origin,
      key: newKey(),
      body: Buffer.from('{}'),
      headers: { 'x-then': 'hang' },
    });
    await held;
    hanging.abort();
    expect(await hanging.outcome).toEqual({ result: 'aborted', isWiped: true });
  });
});
