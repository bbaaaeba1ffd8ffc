import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

interface Held {
  readonly head: Buffer;
  readonly done: Done | undefined;
}

// One TLS record: what is larger is sent in several anyway.
const togetherBytesMax = 16 * 1024;

/**
 * Writes request heads that hold a secret so that the memory they are in is zeroed and no copy of it is made on the way.
 * Several chunks in one corked write are copied into one by the TLS layer, which does not zero it; therefore a head goes
 * out in one chunk with a small body, or alone before a large one.
 */
export class HeadWriter {
  readonly #socket: Socket;
  readonly #write: Socket['write'];
  readonly #uncork: () => void;
  #held: Held | undefined;

  /** Takes over `uncork`, which would otherwise let a head wait for ever. */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.#write = socket.write.bind(socket);
    this.#uncork = socket.uncork.bind(socket);
    socket.uncork = () => {
      this.flush();
      this.#uncork();
    };
    socket.once('close', () => this.#held?.head.fill(0));
  }

  /** Takes over the head: it is zeroed once written, or when the socket closes. */
  writeHead(head: Buffer, done: Done | undefined): boolean {
    this.flush();
    if (this.#socket.writableCorked === 0) return this.#writeAndZero(head, done);
    this.#held = { head, done };
    return true;
  }

  writeBody(chunk: Uint8Array, done: Done | undefined): boolean {
    const held = this.#held;
    if (held === undefined || held.head.length + chunk.length > togetherBytesMax) {
      this.flush();
      return this.#write(chunk, done);
    }
    this.#held = undefined;
    const { head } = held;
    const whole = Buffer.allocUnsafeSlow(head.length + chunk.length);
    head.copy(whole);
    whole.set(chunk, head.length);
    head.fill(0);
    return this.#writeAndZero(whole, (error) => {
      held.done?.(error);
      done?.(error);
    });
  }

  /** Writes a head that is still waiting for its body. */
  flush(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const corks = this.#socket.writableCorked;
    for (let cork = 0; cork < corks; cork += 1) this.#uncork();
    this.#writeAndZero(held.head, held.done);
    for (let cork = 0; cork < corks; cork += 1) this.#socket.cork();
  }

  #writeAndZero(bytes: Buffer, done: Done | undefined): boolean {
    return this.#write(bytes, (error) => {
      bytes.fill(0);
      done?.(error);
    });
  }
}
