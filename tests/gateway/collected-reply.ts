import type { ReplyChannel } from '../../src/ports/reply-channel.ts';

/** A reply to a client that reads everything at once and never leaves. */
export class CollectedReply implements ReplyChannel {
  readonly writes: Buffer[] = [];
  readonly isGone = false;
  status: number | undefined;
  headers: readonly string[] = [];
  isOver = false;
  isDestroyed = false;

  get isHeadSent(): boolean {
    return this.status !== undefined;
  }

  body(): Buffer {
    return Buffer.concat(this.writes);
  }

  head(status: number, headers: readonly string[]): void {
    this.status = status;
    this.headers = headers;
  }

  write(chunk: Buffer): boolean {
    this.writes.push(chunk);
    return true;
  }

  end(chunk?: Buffer): void {
    if (chunk !== undefined) this.writes.push(chunk);
    this.isOver = true;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  keepAlive(): void {}

  onDrain(): void {}

  onGone(): void {}
}
