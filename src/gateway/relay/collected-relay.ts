import { MonagoError } from '../../domain/errors.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import type { Told } from './readings/reading.ts';
import type { Closing, HeadBuilder, Relay, RelayState } from './relay.ts';

/** What becomes of an answer that had to be read as a whole. */
export interface Conversion {
  readonly body: Buffer;
  readonly state: Extract<RelayState, 'whole' | 'rejected'>;
  readonly told: Told | undefined;
  /** Replaces the provider's. */
  readonly status?: number;
  /** Names and values, alternating; they come first. */
  readonly headers?: readonly string[];
}

export interface CollectedBody {
  /** Without its content encoding. */
  readonly plain: Buffer;
  readonly sent: Buffer;
}

export interface CollectedParts {
  readonly reply: ReplyChannel;
  readonly head: HeadBuilder;
  readonly bytesMax: number;
  /** Takes the content encoding off a body; undefined for a body that is sent as it is. */
  readonly decode: ((body: Buffer) => Promise<Buffer | undefined>) | undefined;
  /** @throws Error for a body that cannot be read; MonagoError for one that policy does not let pass */
  readonly convert: (body: CollectedBody) => Conversion;
}

/** Carries an answer that has to be known whole before the client gets any of it: a translation, or an error. */
export class CollectedRelay implements Relay {
  readonly #use: CollectedParts;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #conversion: Conversion | undefined;
  isDamaged = false;
  refusal: MonagoError | undefined;

  constructor(use: CollectedParts) {
    this.#use = use;
  }

  get state(): RelayState {
    if (this.refusal !== undefined) return 'withheld';
    return this.isDamaged ? 'damaged' : (this.#conversion?.state ?? 'open');
  }

  get hasEnded(): boolean {
    return this.isDamaged;
  }

  get status(): number | undefined {
    return this.#conversion?.status;
  }

  get told(): Told | undefined {
    return this.#conversion?.told;
  }

  data(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > this.#use.bytesMax) this.isDamaged = true;
    return true;
  }

  close(): void | Promise<void> {
    if (this.isDamaged) return undefined;
    const sent = Buffer.concat(this.#chunks);
    if (this.#use.decode === undefined) return this.#convert(sent, sent);
    return this.#use.decode(sent).then((plain) => this.#convert(sent, plain));
  }

  #convert(sent: Buffer, plain: Buffer | undefined): void {
    try {
      if (plain === undefined) this.isDamaged = true;
      else this.#conversion = this.#use.convert({ plain, sent });
    } catch (thrown) {
      if (thrown instanceof MonagoError) this.refusal = thrown;
      else this.isDamaged = true;
    }
  }

  release(closing: Closing): void {
    const { body, status, headers: own } = this.#conversion ?? { body: Buffer.alloc(0) };
    const head = this.#use.head(closing);
    const length = ['content-length', String(body.length)];
    const headers = overriding(own ?? [], head.headers);
    this.#use.reply.head(status ?? head.status, [...headers, ...length]);
    this.#use.reply.end(body);
  }

  breakOff(): boolean {
    return false;
  }
}

/** Names and values, alternating: the first list, and what of the second has another name. */
function overriding(first: readonly string[], second: readonly string[]): string[] {
  const names = new Set(first.filter((_, at) => at % 2 === 0));
  return [...first, ...second.filter((_, at) => !names.has(second[at - (at % 2)] ?? ''))];
}
