import { type FrameSplitter, frameBytesMax } from './frame-splitter.ts';

const lengthBytes = 4;
// Prelude (two lengths and their checksum) and the checksum of the whole: a message without headers and payload.
const messageBytesMin = 16;
const empty = Buffer.alloc(0);

/** Cuts an AWS event stream into messages; each begins with its length, four bytes, big-endian. */
export class EventStreamSplitter implements FrameSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  get rest(): Buffer {
    return this.#pending.length === 0 ? empty : Buffer.concat(this.#pending);
  }

  push(chunk: Buffer): readonly Buffer[] {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    const frames: Buffer[] = [];
    for (let length = this.#nextLength(); length !== undefined; length = this.#nextLength()) {
      if (this.#pendingBytes < length) break;
      const bytes = this.#joined();
      frames.push(bytes.subarray(0, length));
      this.#pending = bytes.length === length ? [] : [bytes.subarray(length)];
      this.#pendingBytes -= length;
    }
    return frames;
  }

  #nextLength(): number | undefined {
    if (this.#pendingBytes < lengthBytes) return undefined;
    const first = this.#pending[0];
    const bytes = first !== undefined && first.length >= lengthBytes ? first : this.#joined();
    const length = bytes.readUInt32BE(0);
    if (length < messageBytesMin || length > frameBytesMax) throw new Error('no message length');
    return length;
  }

  #joined(): Buffer {
    const [only] = this.#pending;
    const bytes =
      this.#pending.length === 1 && only !== undefined ? only : Buffer.concat(this.#pending);
    this.#pending = [bytes];
    return bytes;
  }
}
