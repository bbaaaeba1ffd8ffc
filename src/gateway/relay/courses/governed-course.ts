import type { MonagoError } from '../../../domain/errors.ts';
import type { AnswerFault } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type { StreamGovernor } from '../../govern/answer/stream/stream-governor.ts';
import type { FrameSplitter } from '../frames/frame-splitter.ts';
import type { Framing } from '../frames/framing.ts';
import type { Told } from '../readings/reading.ts';
import type { StreamCourse } from './course.ts';
import type { Wrapping } from './wrapping.ts';

const empty = Buffer.alloc(0);

/**
 * A stream under policy: what another course would send is read, judged and, where it has to be, written anew. A frame in
 * which nothing changes goes on byte for byte.
 */
export class GovernedCourse implements StreamCourse {
  readonly #inner: StreamCourse;
  readonly #governor: StreamGovernor;
  readonly #wrapping: Wrapping;
  readonly #splitter: FrameSplitter;
  #last: Buffer = empty;

  constructor(inner: StreamCourse, governor: StreamGovernor, wrapping: Wrapping) {
    this.#inner = inner;
    this.#governor = governor;
    this.#wrapping = wrapping;
    this.#splitter = inner.framing.splitter();
  }

  get framing(): Framing {
    return this.#inner.framing;
  }

  get told(): Told {
    return this.#inner.told;
  }

  get state(): StreamCourse['state'] {
    return this.#inner.state;
  }

  get hasEnded(): boolean {
    return this.#inner.hasEnded;
  }

  get fault(): AnswerFault | undefined {
    return this.#inner.fault;
  }

  /** @throws MonagoError with the code of the block, besides what damaged frames throw */
  take(frame: Buffer): Buffer | undefined {
    const bytes = this.#inner.take(frame);
    return bytes === undefined ? undefined : this.#govern(bytes);
  }

  /**
   * The end is judged here, before anybody writes down how the answer ended.
   * @throws MonagoError with the code of the block
   */
  close(rest: Buffer): void {
    this.#inner.close(rest);
    if (this.#inner.state === 'open') return;
    const last = this.#govern(this.#inner.end()) ?? empty;
    this.#last = Buffer.concat([last, this.#splitter.rest]);
  }

  end(): Buffer {
    return this.#last;
  }

  fail(error: MonagoError): Buffer {
    const frames = this.framing.splitter().push(this.#inner.fail(error));
    return Buffer.concat(frames.map((bytes) => this.#renumbered(bytes)));
  }

  #renumbered(bytes: Buffer): Buffer {
    const frame = this.framing.decode(bytes);
    const last = this.#governor.renumbered(frame);
    return last === frame ? bytes : this.framing.encode(last);
  }

  #govern(bytes: Buffer): Buffer | undefined {
    const written = this.#splitter.push(bytes).flatMap((frame) => this.#governFrame(frame));
    return written.length === 0 ? undefined : Buffer.concat(written);
  }

  #governFrame(bytes: Buffer): readonly Buffer[] {
    const frame = this.framing.decode(bytes);
    const event = frame.isException === true ? undefined : this.#wrapping.unwrap(frame);
    // A comment, or something that nobody reads words in.
    if (event === undefined) return [bytes];
    return this.#governor
      .take(event)
      .map((taken) => (taken === event ? bytes : this.#encode(taken, frame)));
  }

  #encode(event: StreamFrame, like: StreamFrame): Buffer {
    return this.framing.encode(this.#wrapping.wrap(event, like));
  }
}
