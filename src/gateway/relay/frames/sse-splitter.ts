import { type FrameSplitter, frameBytesMax } from './frame-splitter.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const empty = Buffer.alloc(0);

/**
 * Cuts server-sent events (HTML living standard, section 9.2) after the blank line that ends each. Lines end with CR LF,
 * LF or CR; network chunks may end anywhere, also between CR and LF.
 */
export class SseSplitter implements FrameSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** No byte of the current line has come yet. */
  #isAtLineStart = true;
  #endedWithCarriageReturn = false;

  get rest(): Buffer {
    return this.#pending.length === 0 ? empty : Buffer.concat(this.#pending);
  }

  push(chunk: Buffer): readonly Buffer[] {
    const frames: Buffer[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      const end = this.#lineEnd(chunk, at);
      if (end > at) {
        this.#isAtLineStart = false;
        this.#endedWithCarriageReturn = false;
      }
      at = end;
      if (at === chunk.length) break;
      const isFrame = this.#endsFrame(chunk[at]);
      at += 1;
      if (!isFrame) continue;
      // CR LF is one line end: both belong to this frame if both are here.
      if (chunk[at - 1] === carriageReturn && chunk[at] === newline) at += 1;
      frames.push(this.#whole(chunk.subarray(start, at)));
      start = at;
    }
    this.#keep(chunk.subarray(start));
    return frames;
  }

  /** Takes one byte of a line end. */
  #endsFrame(byte: number | undefined): boolean {
    const isSecondHalf = byte === newline && this.#endedWithCarriageReturn;
    this.#endedWithCarriageReturn = byte === carriageReturn;
    if (isSecondHalf) return false;
    const isEmptyLine = this.#isAtLineStart;
    this.#isAtLineStart = true;
    return isEmptyLine;
  }

  #lineEnd(chunk: Buffer, from: number): number {
    const lineFeed = chunk.indexOf(newline, from);
    const end = lineFeed < 0 ? chunk.length : lineFeed;
    const other = chunk.subarray(from, end).indexOf(carriageReturn);
    return other < 0 ? end : from + other;
  }

  #whole(last: Buffer): Buffer {
    if (this.#pending.length === 0) return last;
    const frame = Buffer.concat([...this.#pending, last]);
    this.#pending = [];
    this.#pendingBytes = 0;
    return frame;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > frameBytesMax) throw new Error('an event is too long');
  }
}
