import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outlet } from './outlet.ts';

// What a client may still send of a body that was refused, before its connection is closed.
const discardedBytesMax = 64 * 1024 * 1024;
const discardTimeoutMs = 2_000;

/** The answer is a response of HTTP/1.1. */
export class Http1Outlet implements Outlet {
  readonly out: ServerResponse;
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.out = response;
  }

  get isHeadSent(): boolean {
    return this.out.headersSent;
  }

  get isGone(): boolean {
    const isCut = this.out.destroyed || this.out.socket?.destroyed === true;
    return isCut && !this.out.writableEnded;
  }

  head(status: number, headers: readonly string[]): void {
    // The rest of an unread body would be taken for the next request.
    const closing = this.#request.complete ? [] : ['connection', 'close'];
    this.out.writeHead(status, [...headers, ...closing]);
  }

  end(chunk?: Buffer): void {
    if (this.#request.complete) {
      this.out.end(chunk);
      return;
    }
    // Closing while the client still sends would reset the connection and lose the answer on its way.
    if (chunk !== undefined) this.out.write(chunk);
    discard(this.#request, () => this.out.end());
  }

  cut(): void {
    this.out.destroy();
  }
}

function discard(request: IncomingMessage, done: () => void): void {
  let left = discardedBytesMax;
  const finish = () => {
    clearTimeout(timer);
    request.off('data', count).off('end', finish).off('close', finish);
    done();
  };
  const count = (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, discardTimeoutMs);
  request.on('data', count).on('end', finish).on('close', finish);
  request.resume();
}
