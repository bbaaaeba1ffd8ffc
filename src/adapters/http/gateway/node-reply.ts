import type { ReplyChannel } from '../../../ports/reply-channel.ts';
import type { Outlet } from './outlet.ts';

export interface ReplyTimes {
  /** How long a stream may be silent before the client is told that it lives. */
  readonly heartbeatMs: number;
  /** How long a client may leave what it was sent unread before it counts as gone. */
  readonly slowClientMs: number;
}

/** A reply on Node's own HTTP servers. */
export class NodeReply implements ReplyChannel {
  readonly #outlet: Outlet;
  readonly #times: ReplyTimes;
  #heartbeat: NodeJS.Timeout | undefined;
  #unread: NodeJS.Timeout | undefined;

  constructor(outlet: Outlet, times: ReplyTimes) {
    this.#outlet = outlet;
    this.#times = times;
    // Errors of a connection that is gone are told by 'close'; unheard they would end the process.
    outlet.out.on('error', ignore);
    outlet.out.on('close', () => this.#stopTimers());
    // Before anybody who writes more on it.
    outlet.out.on('drain', () => this.#stopWatching());
  }

  get isHeadSent(): boolean {
    return this.#outlet.isHeadSent;
  }

  get isGone(): boolean {
    return this.#outlet.isGone;
  }

  head(status: number, headers: readonly string[]): void {
    if (!this.isGone && !this.isHeadSent) this.#outlet.head(status, headers);
  }

  write(chunk: Buffer): boolean {
    if (this.isGone) return true;
    this.#heartbeat?.refresh();
    const isReady = this.#outlet.out.write(chunk);
    if (!isReady) this.#watchUnread();
    return isReady;
  }

  keepAlive(bytes: Buffer): void {
    if (this.#heartbeat !== undefined || this.isGone) return;
    const { out } = this.#outlet;
    // Between two writes there is always a boundary of events. Where the client does not read, it need not be told.
    this.#heartbeat = setInterval(() => {
      if (!out.writableNeedDrain && !this.isGone) out.write(bytes);
    }, this.#times.heartbeatMs);
  }

  end(chunk?: Buffer): void {
    clearInterval(this.#heartbeat);
    if (this.isGone) return;
    this.#outlet.end(chunk);
    if (this.#outlet.out.writableLength > 0) this.#watchUnread();
  }

  destroy(): void {
    this.#outlet.cut();
  }

  onDrain(listener: () => void): void {
    this.#outlet.out.on('drain', listener);
  }

  onGone(listener: () => void): void {
    if (this.isGone) {
      listener();
      return;
    }
    const { out } = this.#outlet;
    out.once('close', () => {
      if (this.isGone || !out.writableEnded) listener();
    });
  }

  #watchUnread(): void {
    this.#unread ??= setTimeout(() => this.#outlet.cut(), this.#times.slowClientMs);
  }

  #stopWatching(): void {
    clearTimeout(this.#unread);
    this.#unread = undefined;
  }

  #stopTimers(): void {
    clearInterval(this.#heartbeat);
    this.#stopWatching();
  }
}

function ignore(): void {}
