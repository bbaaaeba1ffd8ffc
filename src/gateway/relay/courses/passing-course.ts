import type { MonagoError } from '../../../domain/errors.ts';
import { spliceMembers } from '../../../domain/protocol/json-splice.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type { Framing } from '../frames/framing.ts';
import { type FrameRole, fieldsOf, type Reading } from '../readings/reading.ts';
import type { StreamCourse } from './course.ts';

const empty = Buffer.alloc(0);
// What may come after the last frame is a line or two.
const heldBytesMax = 32 * 1024 * 1024;

/** Client and provider speak the same format: the provider's own bytes go on. */
export class PassingCourse implements StreamCourse {
  readonly framing: Framing;
  readonly fault = undefined;
  readonly told: Reading;
  readonly #hidesUsage: boolean;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #role: FrameRole = 'content';

  /** @param hidesUsage the client has not asked for the usage that Monago has asked for: it does not get to see it */
  constructor(framing: Framing, reading: Reading, hidesUsage = false) {
    this.framing = framing;
    this.told = reading;
    this.#hidesUsage = hidesUsage;
  }

  get state(): StreamCourse['state'] {
    if (this.#role === 'content' || this.#role === 'stop') return 'open';
    return this.#role === 'last' ? 'whole' : 'failed';
  }

  get hasEnded(): boolean {
    return this.#role === 'last' || this.#role === 'failed';
  }

  take(bytes: Buffer): Buffer | undefined {
    const frame = this.framing.decode(bytes);
    const role = this.told.read(frame);
    if (this.#held.length > 0 || role !== 'content') {
      this.#hold(bytes, role);
      return undefined;
    }
    return this.#hidesUsage ? withoutUsage(bytes, frame) : bytes;
  }

  close(rest: Buffer): void {
    if (this.hasEnded) {
      // Half of a line end belongs to the last event; half of anything else is nothing.
      if (lineEnds.test(rest.toString('latin1'))) this.#held.push(rest);
    } else if (rest.length > 0) this.#closeAfter(rest);
    // All has been said, and the connection was closed in order: nothing is missing but the counts.
    else if (this.#role === 'stop') this.#role = 'last';
  }

  #closeAfter(rest: Buffer): void {
    try {
      const frame = this.framing.decode(rest);
      // Half of an event may have a name already, but tells nothing.
      if (frame.data !== '[DONE]' && fieldsOf(frame.data) === undefined) return;
      const role = this.told.read(frame);
      if (this.#held.length > 0 || role !== 'content') this.#hold(rest, role);
    } catch {
      // Part of a frame: the answer stays open.
    }
  }

  end(): Buffer {
    return this.#held.length === 0 ? empty : Buffer.concat(this.#held);
  }

  fail(error: MonagoError): Buffer {
    return Buffer.concat(this.told.failure(error).map((frame) => this.framing.encode(frame)));
  }

  #hold(bytes: Buffer, role: FrameRole): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > heldBytesMax) throw new Error('too much comes after the end');
    this.#held.push(bytes);
    if (this.hasEnded) return;
    // `[DONE]` after an error does not make it undone.
    if (this.#role === 'fault' && role === 'last') this.#role = 'failed';
    else if (role !== 'content') this.#role = role;
  }
}

const lineEnds = /^[\r\n]+$/;
const dataLine = /^data:/m;

/** The chunk as the provider would have sent it without `include_usage`; undefined for one that it would not. */
function withoutUsage(bytes: Buffer, { data }: StreamFrame): Buffer | undefined {
  if (!data.includes('"usage"')) return bytes;
  const chunk = fieldsOf(data);
  if (chunk === undefined || !Object.hasOwn(chunk, 'usage')) return bytes;
  const { choices, usage } = chunk;
  if (Array.isArray(choices) && choices.length === 0 && usage !== null) return undefined;
  // One character a byte: whatever the bytes around the member are, they stay the provider's.
  const text = bytes.toString('latin1');
  const start = text.search(dataLine);
  if (start < 0) return bytes;
  const plain = spliceMembers(text.slice(start), { usage: undefined });
  return Buffer.from(text.slice(0, start) + plain, 'latin1');
}
