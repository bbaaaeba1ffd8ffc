import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Http2Door, type RequestHandler } from './http2-door.ts';

export interface ListenerOptions {
  /** Of a request's head, in bytes. */
  readonly headerBytesMax: number;
  /** PEM; undefined without TLS. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

/** Servers for HTTP/1.1 and HTTP/2 on the same port, and the way to end what HTTP/2 keeps open. */
export interface Listeners {
  readonly create: (handler: RequestHandler) => Server;
  /** Lets running requests of HTTP/2 finish and takes no new ones. */
  close(): void;
  /** Cuts every connection of HTTP/2. */
  destroy(): void;
}

// Longer than the idle time of common load balancers, so that they close first and no request is lost in between.
const keepAliveTimeoutMs = 75_000;
const headTimeoutMs = 15_000;

/** For Fastify's `serverFactory`. A server that is made here listens on one address, also where a name stands for two. */
export function bothVersions({ headerBytesMax, tls }: ListenerOptions): Listeners {
  const doors: Http2Door[] = [];
  // A request head is small; the body has its own limit per plane.
  const http1 = { maxHeaderSize: headerBytesMax, headersTimeout: headTimeoutMs };
  const create = (handler: RequestHandler): Server => {
    const server =
      tls === undefined
        ? createServer(http1)
        : createSecureServer({
            ...http1,
            ...tls,
            minVersion: 'TLSv1.2',
            ALPNProtocols: ['h2', 'http/1.1'],
          });
    server.keepAliveTimeout = keepAliveTimeoutMs;
    // A body may take longer; whoever reads it sets the limit.
    server.requestTimeout = 0;
    server.on('request', handler);
    const door = new Http2Door(handler, { headerBytesMax, headTimeoutMs, keepAliveTimeoutMs });
    if (tls === undefined) door.guardPlain(server);
    else door.guardSecure(server);
    doors.push(door);
    return server;
  };
  return {
    create,
    close: () => {
      for (const door of doors) door.close();
    },
    destroy: () => {
      for (const door of doors) door.destroy();
    },
  };
}
