import type { MonagoError } from '../../../domain/errors.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type { Framing } from '../frames/framing.ts';
import type { FrameRole, Reading } from '../readings/reading.ts';
import type { StreamCourse } from './course.ts';

/** Same events, other framing: Anthropic's events in Bedrock's chunks. */
export interface Reframing {
  readonly from: Framing;
  readonly to: Framing;
  /** Reads the events of the client's format. */
  readonly reading: Reading;
  /** @returns undefined for a frame that the client's format has nothing for */
  convert(frame: StreamFrame): StreamFrame | undefined;
  /** What the client gets of an event that has been read. */
  finish(event: StreamFrame): StreamFrame;
}

/** Takes each event out of its frame and puts it into one of the client's. */
export class ReframingCourse implements StreamCourse {
  readonly framing: Framing;
  readonly fault = undefined;
  readonly told: Reading;
  readonly #use: Reframing;
  #held: Buffer[] = [];
  #role: FrameRole = 'content';

  constructor(use: Reframing) {
    this.framing = use.to;
    this.told = use.reading;
    this.#use = use;
  }

  get state(): StreamCourse['state'] {
    if (this.#role === 'content') return 'open';
    return this.#role === 'last' ? 'whole' : 'failed';
  }

  get hasEnded(): boolean {
    return this.#role !== 'content';
  }

  take(bytes: Buffer): Buffer | undefined {
    if (this.hasEnded) return undefined;
    const frame = this.#use.convert(this.#use.from.decode(bytes));
    if (frame === undefined) return undefined;
    this.#role = this.told.read(frame);
    const converted = this.framing.encode(this.#use.finish(frame));
    if (this.#role === 'content') return converted;
    this.#held.push(converted);
    return undefined;
  }

  // A message that is not whole carries nothing.
  close(): void {}

  end(): Buffer {
    return Buffer.concat(this.#held);
  }

  fail(error: MonagoError): Buffer {
    return Buffer.concat(this.told.failure(error).map((frame) => this.framing.encode(frame)));
  }
}
