import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** What the log needs of a request, the same for HTTP/1.1 and HTTP/2. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** The way back to the client: a response of HTTP/1.1, or a stream of HTTP/2. */
export type ResponseChannel = {
  readonly socket: { setNoDelay(isOn: boolean): unknown; resetAndDestroy(): unknown } | null;
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
  flushHeaders(): void;
  /** False when the caller is to wait for `drain`. */
  write(bytes: Buffer): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  /** `finish` when the last byte was handed on, `close` in any case. */
  on(event: 'drain' | 'finish' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'finish' | 'close', listener: () => void): unknown;
};
