import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplyChannel } from '../../../ports/reply-channel.ts';

// What a client may still send of a body that was refused, before its connection is closed.
const discardedBytesMax = 64 * 1024 * 1024;
const discardTimeoutMs = 2_000;

export interface ReplyTimes {
  /** How long a stream may be silent before the client is told that it lives. */
  readonly heartbeatMs: number;
  /** How long a client may leave what it was sent unread before it counts as gone. */
  readonly slowClientMs: number;
}

/** A reply on Node's own HTTP server. */
export class NodeReply implements ReplyChannel {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #times: ReplyTimes;
  #heartbeat: NodeJS.Timeout | undefined;
  #unread: NodeJS.Timeout | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, times: ReplyTimes) {
    this.#request = request;
    this.#response = response;
    this.#times = times;
    // Errors of a connection that is gone are told by 'close'; unheard they would end the process.
    response.on('error', ignore);
    response.on('close', () => this.#stopTimers());
  }

  get isHeadSent(): boolean {
    return this.#response.headersSent;
  }

  get isGone(): boolean {
    return (
      (this.#response.destroyed || this.#response.socket?.destroyed === true) &&
      !this.#response.writableEnded
    );
  }

  head(status: number, headers: readonly string[]): void {
    if (this.isGone || this.isHeadSent) return;
    // The rest of an unread body would be taken for the next request.
    const closing = this.#request.complete ? [] : ['connection', 'close'];
    this.#response.writeHead(status, [...headers, ...closing]);
  }

  write(chunk: Buffer): boolean {
    if (this.isGone) return true;
    this.#heartbeat?.refresh();
    const isReady = this.#response.write(chunk);
    if (!isReady) this.#watchUnread();
    return isReady;
  }

  keepAlive(bytes: Buffer): void {
    if (this.#heartbeat !== undefined || this.isGone) return;
    // Between two writes there is always a boundary of events. Where the client does not read, it need not be told.
    this.#heartbeat = setInterval(() => {
      if (!this.#response.writableNeedDrain && !this.isGone) this.#response.write(bytes);
    }, this.#times.heartbeatMs);
  }

  end(chunk?: Buffer): void {
    clearInterval(this.#heartbeat);
    if (this.isGone) return;
    if (this.#request.complete) {
      this.#response.end(chunk);
      return;
    }
    // Closing while the client still sends would reset the connection and lose the answer on its way.
    if (chunk !== undefined) this.#response.write(chunk);
    discard(this.#request, () => this.#response.end());
  }

  destroy(): void {
    this.#response.destroy();
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  onGone(listener: () => void): void {
    if (this.isGone) listener();
    else {
      this.#response.once('close', () => {
        if (!this.#response.writableEnded) listener();
      });
    }
  }

  #watchUnread(): void {
    if (this.#unread !== undefined) return;
    this.#unread = setTimeout(() => this.#response.destroy(), this.#times.slowClientMs);
    this.#response.once('drain', () => {
      clearTimeout(this.#unread);
      this.#unread = undefined;
    });
  }

  #stopTimers(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#unread);
  }
}

function ignore(): void {}

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
