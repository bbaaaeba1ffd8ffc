import { MonagoError } from '../../domain/errors.ts';
import type { AnswerFault } from '../../domain/protocol/answer.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import type { StreamCourse } from './courses/course.ts';
import type { FrameSplitter } from './frames/frame-splitter.ts';
import type { Told } from './readings/reading.ts';
import type { Closing, HeadBuilder, Relay, RelayState } from './relay.ts';

export interface StreamParts {
  readonly reply: ReplyChannel;
  readonly head: HeadBuilder;
  /** Cuts what the provider sends. */
  readonly splitter: FrameSplitter;
  readonly course: StreamCourse;
  /** What is told in a comment before the end, as `name=value`. */
  readonly closingLines: (closing: Closing) => readonly string[];
  /** Answers a fault that comes before anything has been sent: with its own status, as if it were no stream. */
  readonly refusal: (fault: AnswerFault, closing: Closing | undefined) => Refusal;
}

interface Refusal {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/**
 * Carries a stream, whole frames at a time: between two of them there is always a place to say that the connection lives,
 * or that it broke.
 */
export class StreamRelay implements Relay {
  readonly #reply: ReplyChannel;
  readonly #head: HeadBuilder;
  readonly #splitter: FrameSplitter;
  readonly #course: StreamCourse;
  readonly #closingLines: StreamParts['closingLines'];
  readonly #refusal: StreamParts['refusal'];
  isDamaged = false;
  /** The block, where policy has ended the stream. */
  refusal: MonagoError | undefined;

  constructor({ reply, head, splitter, course, closingLines, refusal }: StreamParts) {
    this.#refusal = refusal;
    this.#closingLines = closingLines;
    this.#reply = reply;
    this.#head = head;
    this.#splitter = splitter;
    this.#course = course;
  }

  get state(): RelayState {
    if (this.refusal !== undefined) return this.#course.state === 'whole' ? 'withheld' : 'cut';
    return this.isDamaged ? 'damaged' : this.#course.state;
  }

  get status(): number | undefined {
    return this.#refused(undefined)?.status;
  }

  get hasEnded(): boolean {
    return this.isDamaged || this.#course.hasEnded;
  }

  get told(): Told {
    return this.#course.told;
  }

  data(chunk: Buffer): boolean {
    const ready: Buffer[] = [];
    try {
      for (const frame of this.#splitter.push(chunk)) {
        const bytes = this.#course.take(frame);
        if (bytes !== undefined) ready.push(bytes);
      }
    } catch (thrown) {
      this.#stop(thrown);
    }
    const [first] = ready;
    if (first === undefined) return true;
    this.#sendHead();
    return this.#reply.write(ready.length === 1 ? first : Buffer.concat(ready));
  }

  close(): void {
    if (this.isDamaged || this.refusal !== undefined) return;
    try {
      this.#course.close(this.#splitter.rest);
    } catch (thrown) {
      if (thrown instanceof MonagoError) this.refusal = thrown;
      else this.isDamaged = true;
    }
  }

  #stop(thrown: unknown): void {
    if (thrown instanceof MonagoError) this.refusal = thrown;
    // What comes after the end spoils nothing.
    else if (!this.#course.hasEnded) this.isDamaged = true;
  }

  release(closing: Closing): void {
    const refused = this.#refused(closing);
    if (refused !== undefined) {
      this.#reply.head(refused.status, refused.headers);
      this.#reply.end(refused.body);
      return;
    }
    this.#sendHead();
    const comment = this.#course.framing.comment(this.#closingLines(closing));
    const last = this.#course.end();
    this.#reply.end(comment === undefined ? last : Buffer.concat([comment, last]));
  }

  breakOff(error: MonagoError): boolean {
    if (!this.#reply.isHeadSent) return false;
    this.#reply.end(this.#course.fail(error));
    return true;
  }

  #refused(closing: Closing | undefined): Refusal | undefined {
    const { fault } = this.#course;
    return fault === undefined || this.#reply.isHeadSent
      ? undefined
      : this.#refusal(fault, closing);
  }

  #sendHead(): void {
    if (this.#reply.isHeadSent) return;
    const { status, headers } = this.#head(undefined);
    this.#reply.head(status, headers);
    const { heartbeat } = this.#course.framing;
    if (heartbeat !== undefined) this.#reply.keepAlive(heartbeat);
  }
}
