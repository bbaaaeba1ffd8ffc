import type { AuditedContent } from '../../domain/audit/fact-parts.ts';
import type { RunningCommitment } from '../audit/commitment.ts';

const headBytesMax = 4 * 1024;
const tailBytesMin = 16 * 1024;
const wholeBytesMax = 1024 * 1024;

/**
 * What is remembered of an answer while it passes: a commitment to all of it, its two ends, where providers put the
 * model and the usage, and all of it while it is short.
 */
export class Transcript {
  readonly salt: Buffer;
  readonly #commitment: RunningCommitment;
  #first: Buffer | undefined;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #content: AuditedContent | undefined;
  /** Everything so far, as long as it is short enough to be kept. */
  #whole: Buffer[] | undefined = [];
  #wholeBytes = 0;
  readonly #keptBytesMax: number;
  #beginning = Buffer.alloc(0);

  /** @param keptBytesMax how much of the beginning is remembered however long the answer is */
  constructor(commitment: RunningCommitment, keptBytesMax = 0) {
    this.salt = commitment.salt;
    this.#commitment = commitment;
    this.#keptBytesMax = keptBytesMax;
  }

  get bytes(): number {
    return this.#commitment.bytes;
  }

  /** Up to so many bytes, and no more than were to be remembered of a long answer. */
  beginning(bytesMax: number): Buffer {
    const kept = this.#whole === undefined ? this.#beginning : Buffer.concat(this.#whole);
    return kept.subarray(0, bytesMax);
  }

  add(chunk: Buffer): void {
    this.#commitment.update(chunk);
    this.#keep(chunk);
    this.#first ??= chunk.subarray(0, headBytesMax);
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    let oldest = this.#tail[0];
    while (oldest !== undefined && this.#tailBytes - oldest.length >= tailBytesMin) {
      this.#tail.shift();
      this.#tailBytes -= oldest.length;
      oldest = this.#tail[0];
    }
  }

  /** The commitment to everything that was added; undefined when nothing was. Ends the transcript. */
  content(): AuditedContent | undefined {
    if (this.#commitment.bytes === 0) return undefined;
    this.#content ??= this.#commitment.close();
    return this.#content;
  }

  /** The whole answer; undefined where it is too long to be kept. */
  whole(): Buffer | undefined {
    return this.#whole === undefined ? undefined : Buffer.concat(this.#whole);
  }

  /** The beginning of the answer. */
  first(): Buffer {
    return this.#first ?? Buffer.alloc(0);
  }

  /** At least the last 16 KB of the answer. */
  tail(): Buffer {
    return this.#tail.length === 1 && this.#tail[0] !== undefined
      ? this.#tail[0]
      : Buffer.concat(this.#tail);
  }

  #keep(chunk: Buffer): void {
    this.#wholeBytes += chunk.length;
    this.#whole?.push(chunk);
    if (this.#whole === undefined || this.#wholeBytes <= wholeBytesMax) return;
    if (this.#keptBytesMax > 0) {
      this.#beginning = Buffer.from(Buffer.concat(this.#whole).subarray(0, this.#keptBytesMax));
    }
    this.#whole = undefined;
  }
}
