import { createServer } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { http2Channel, http2Head } from './http2-exchange.ts';
import type { RequestHead, ResponseChannel } from './response-channel.ts';

// Cloudflare keeps idle connections this long; Node's own five seconds would invent resets.
const KEEP_ALIVE_MS = 75_000;
/** How a client of HTTP/2 with prior knowledge begins (RFC 9113 §3.4); no method of HTTP/1.1 does. */
const PREFACE_START = Buffer.from('PRI');

/** One request and the way to answer it. */
export type Exchange = { head: RequestHead; body: Readable; response: ResponseChannel };

export type Listener = {
  readonly port: number;
  /** Closes every connection and resolves when the port is free. */
  stop(): Promise<void>;
};

/** Serves HTTP/1.1, and on the same port HTTP/2 without TLS where asked. */
export async function startListener(
  at: { host: string; port: number; http2: boolean },
  serve: (exchange: Exchange) => void,
): Promise<Listener> {
  const http1 = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (message, response) => {
    serve({ head: message, body: message, response });
  });
  const server = at.http2
    ? sniffing(
        (socket) => http1.emit('connection', socket) && socket.resume(),
        http2Takeover(serve),
      )
    : http1;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listen(server, at);
  return {
    port,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Takes over a connection whose first bytes are unread again. */
type Takeover = (socket: Socket) => void;
type StreamEvent = [ServerHttp2Stream, IncomingHttpHeaders, number, string[]];

function http2Takeover(serve: (exchange: Exchange) => void): Takeover {
  const server = createHttp2Server();
  // A session hides its socket from all who would reset it.
  const socketOf = new WeakMap<Http2Session, Socket>();
  server.on('stream', (...[stream, headers, , rawHeaders]: StreamEvent) => {
    const socket = stream.session && socketOf.get(stream.session);
    const response = http2Channel(stream, socket ?? null);
    serve({ head: http2Head(headers, rawHeaders), body: stream, response });
  });
  // Connections that a client or a fault breaks off are no failure of the server.
  server.on('sessionError', () => undefined);
  return (socket) => {
    server.once('session', (session) => socketOf.set(session, socket));
    server.emit('connection', socket);
  };
}

function sniffing(http1: Takeover, http2: Takeover): NetServer {
  return createNetServer((socket) => {
    socket.on('error', () => undefined);
    let seen = Buffer.alloc(0);
    const look = (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      const start = seen.subarray(0, PREFACE_START.length);
      if (start.length < PREFACE_START.length && PREFACE_START.indexOf(start) === 0) return;
      socket.off('data', look);
      socket.pause();
      socket.unshift(seen);
      if (start.equals(PREFACE_START)) http2(socket);
      else http1(socket);
    };
    socket.on('data', look);
  });
}

function listen(server: NetServer, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : at.port);
    });
  });
}
