import type { ReplyChannel } from '../../ports/reply-channel.ts';
import type { Closing, HeadBuilder, Relay, RelayState } from './relay.ts';

// Up to this size an answer is sent in one piece once its outcome is durable; beyond, only its last chunk waits.
const collectedBytesMax = 256 * 1024;

/** Carries an answer that is one document, byte for byte. */
export class UnaryRelay implements Relay {
  readonly hasEnded = false;
  readonly isDamaged = false;
  readonly refusal = undefined;
  readonly told = undefined;
  readonly status = undefined;
  readonly #reply: ReplyChannel;
  readonly #head: HeadBuilder;
  readonly #announcedLength: string | undefined;
  #state: RelayState = 'open';
  #waiting: Buffer[] = [];
  #bytes = 0;
  #isFlowing = false;

  /** @param announcedLength `content-length` of the provider's answer */
  constructor(reply: ReplyChannel, head: HeadBuilder, announcedLength: string | undefined) {
    this.#reply = reply;
    this.#head = head;
    this.#announcedLength = announcedLength;
  }

  get state(): RelayState {
    return this.#state;
  }

  data(chunk: Buffer): boolean {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    if (!this.#isFlowing && this.#bytes <= collectedBytesMax) return true;
    if (!this.#isFlowing) this.#startFlowing();
    let isReady = true;
    for (const part of this.#waiting.slice(0, -1)) isReady = this.#reply.write(part);
    this.#waiting = [chunk];
    return isReady;
  }

  close(): void {
    this.#state = 'whole';
  }

  #startFlowing(): void {
    const { status, headers } = this.#head(undefined);
    const length = this.#announcedLength;
    const sized = length === undefined ? headers : [...headers, 'content-length', length];
    this.#reply.head(status, sized);
    this.#isFlowing = true;
  }

  release(closing: Closing): void {
    const [only, ...others] = this.#waiting;
    const rest = others.length === 0 && only !== undefined ? only : Buffer.concat(this.#waiting);
    if (!this.#isFlowing) {
      const { status, headers } = this.#head(closing);
      this.#reply.head(status, [...headers, 'content-length', String(rest.length)]);
    }
    this.#reply.end(rest);
  }

  breakOff(): boolean {
    if (this.#isFlowing) this.#reply.destroy();
    return this.#isFlowing;
  }
}
