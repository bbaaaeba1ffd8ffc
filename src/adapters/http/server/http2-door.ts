import type { Server as Http1Server, IncomingMessage, ServerResponse } from 'node:http';
import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { chooseByPreface } from './connection-preface.ts';

export interface Http2Limits {
  readonly headerBytesMax: number;
  /** How long a connection may take to its first request. */
  readonly headTimeoutMs: number;
  /** How long a connection without a request is kept. */
  readonly keepAliveTimeoutMs: number;
}

export type RequestHandler = (
  request: IncomingMessage & Http2ServerRequest,
  response: ServerResponse & Http2ServerResponse,
) => void;

type Connection = (socket: Socket) => void;

const streamsMax = 100;
const receiveWindowBytes = 512 * 1024;
const sessionMegabytesMax = 32;
const invalidFramesMax = 100;

/**
 * Lets a server that speaks HTTP/1.1 speak HTTP/2 (RFC 9113) on the same port: with TLS where the client chooses it by
 * ALPN, without where the client begins with the preface of HTTP/2. What limits HTTP/1.1 stays as it is.
 */
export class Http2Door {
  readonly #server: Http2Server;
  readonly #limits: Http2Limits;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #undecided = new Set<Socket>();
  #isClosed = false;

  constructor(handler: RequestHandler, limits: Http2Limits) {
    this.#limits = limits;
    this.#server = createServer({
      settings: {
        maxConcurrentStreams: streamsMax,
        maxHeaderListSize: limits.headerBytesMax,
        initialWindowSize: receiveWindowBytes,
        enablePush: false,
      },
      maxSessionMemory: sessionMegabytesMax,
      maxSessionInvalidFrames: invalidFramesMax,
    });
    this.#server.on('request', handler);
    this.#server.on('session', (session) => this.#keep(session));
    // A client that breaks the protocol loses its connection, and that is all.
    this.#server.on('sessionError', () => undefined);
  }

  /** Puts the door before a server without TLS. */
  guardPlain(server: Http1Server): void {
    const http1 = takeOver(server, 'connection');
    server.on('connection', (socket: Socket) => {
      if (this.#isClosed) return void socket.destroy();
      this.#undecided.add(socket);
      socket.once('close', () => this.#undecided.delete(socket));
      chooseByPreface(socket, {
        timeoutMs: this.#limits.headTimeoutMs,
        decided: (version) => {
          this.#undecided.delete(socket);
          if (version === 'http/2') this.#serve(socket);
          else {
            http1(socket);
            socket.resume();
          }
        },
      });
    });
  }

  /** Puts the door before a server with TLS that offers `h2` by ALPN. */
  guardSecure(server: Http1Server): void {
    const http1 = takeOver(server, 'secureConnection');
    server.on('secureConnection', (socket: TLSSocket) => {
      if (socket.alpnProtocol === 'h2') this.#serve(socket);
      else http1(socket);
    });
  }

  /** No new requests; those that run are answered, and their connections end with them. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#undecided) socket.destroy();
    for (const session of this.#sessions) session.close();
  }

  /** Cuts every connection. */
  destroy(): void {
    this.close();
    for (const session of this.#sessions) session.destroy();
  }

  #serve(socket: Socket): void {
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    // HTTP/2 has no use for a connection that goes one way only: a client that ended its own has left.
    socket.allowHalfOpen = false;
    this.#server.emit('connection', socket);
  }

  #keep(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.once('close', () => this.#sessions.delete(session));
    watchIdle(session, this.#limits);
  }
}

/** A connection on which nothing is asked is closed; a request whose head never becomes whole counts as nothing. */
function watchIdle(
  session: Http2Session,
  { headTimeoutMs, keepAliveTimeoutMs }: Http2Limits,
): void {
  let open = 0;
  let timer = setTimeout(end, headTimeoutMs);
  function end(): void {
    session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
  }
  session.on('stream', (stream) => {
    open += 1;
    clearTimeout(timer);
    stream.once('close', () => {
      open -= 1;
      clearTimeout(timer);
      if (open === 0 && !session.destroyed) timer = setTimeout(end, keepAliveTimeoutMs);
    });
  });
  session.once('close', () => clearTimeout(timer));
}

/** Takes the server's own way to handle a connection away from it. */
function takeOver(server: Http1Server, event: 'connection' | 'secureConnection'): Connection {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  return (socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
}
