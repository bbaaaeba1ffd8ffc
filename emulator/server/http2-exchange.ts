import type { OutgoingHttpHeaders } from 'node:http';
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { RequestHead, ResponseChannel } from './response-channel.ts';

/** Headers of the connection, which RFC 9113 §8.2.2 bans from a stream. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** The head in the terms of HTTP/1.1, where `:authority` is the host. */
export function http2Head(headers: IncomingHttpHeaders, rawHeaders: string[]): RequestHead {
  const fields = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  const host = headers[':authority'] ?? headers.host;
  return {
    method: headers[':method'] ?? '',
    url: headers[':path'] ?? '',
    headers: { ...Object.fromEntries(fields), ...(host === undefined ? {} : { host }) },
    rawHeaders,
  };
}

/** A stream that is answered like a response of HTTP/1.1. A reset is of the whole connection, as TCP has no smaller. */
export function http2Channel(stream: ServerHttp2Stream, socket: Socket | null): ResponseChannel {
  // A client that resets the stream makes it fail; its `close` tells all that is to be known.
  stream.on('error', () => undefined);
  return {
    socket,
    writeHead: (status, headers) => {
      if (!stream.destroyed) stream.respond({ ':status': status, ...streamHeaders(headers) });
    },
    flushHeaders: () => undefined,
    write: (bytes) => stream.write(bytes),
    end: () => stream.end(),
    destroy: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    on: (event, listener) =>
      // Node ends the writable side of a stream that the client left, which is no answer given.
      stream.on(event, event === 'finish' ? () => stream.aborted || listener() : listener),
    off: (event, listener) => stream.off(event, listener),
  };
}

function streamHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !connectionHeaders.has(name.toLowerCase())),
  );
}
