import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../ports/log.ts';
import type { Witness, WitnessAnswer } from './witness.ts';

export interface WitnessServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** PEM; without it plain HTTP is spoken. What is said is public and signed either way. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

export interface WitnessServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A checkpoint of 64 KiB and 63 lines of proof, with room to spare. */
const bodyBytesMax = 96 * 1024;
const timeouts = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 60_000 };
const headBytesMax = 8 * 1024;
const connectionsMax = 256;
const newestPath = /^\/([0-9a-f]{64})\/checkpoint$/;
const plain = 'text/plain; charset=utf-8';

/** Serves a witness over HTTP (c2sp.org/tlog-witness), and the newest checkpoint it cosigned of each log. */
export async function startWitnessServer(
  witness: Witness,
  log: Log,
  { host, port, tls }: WitnessServerOptions,
): Promise<WitnessServer> {
  const options = { ...timeouts, maxHeaderSize: headBytesMax };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(witness, request)
      .catch((error: unknown): Reply => {
        const reason = error instanceof Error ? error.message : 'unknown';
        log.error('witness_failed', { reason });
        return { status: 500, body: 'the witness failed\n' };
      })
      .then((reply) => send(response, reply));
  };
  const server: Server =
    tls === undefined
      ? createServer(options, onRequest)
      : createTlsServer({ ...options, ...tls }, onRequest);
  server.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const scheme = tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${authorityOf(host, isTcp(bound) ? bound.port : port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

async function answer(witness: Witness, request: IncomingMessage): Promise<Reply> {
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/add-checkpoint') return add(witness, request);
  const [, hash] = newestPath.exec(path) ?? [];
  const note = hash === undefined ? undefined : witness.newest(hash);
  if (note === undefined) return { status: 404, body: 'not found\n' };
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead ? { status: 200, body: note } : notAllowed;
}

async function add(witness: Witness, request: IncomingMessage): Promise<Reply> {
  if (request.method !== 'POST') return notAllowed;
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, body: 'too long\n' };
  return replyTo(await witness.add(body));
}

const notAllowed: Reply = { status: 405, body: 'method not allowed\n' };

function replyTo(result: WitnessAnswer): Reply {
  switch (result.kind) {
    case 'cosigned':
      return { status: 200, body: result.lines };
    case 'conflict':
      return { status: 409, body: `${result.size}\n`, type: 'text/x.tlog.size' };
    case 'busy':
      return { status: 503, body: 'too many requests for this log\n' };
    case 'refused':
      return { status: result.status, body: `${result.reason}\n` };
  }
}

/** @returns undefined when it is too long; the rest is not read */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    length += bytes.length;
    if (length > bodyBytesMax) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body, type = plain }: Reply): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(body);
}
