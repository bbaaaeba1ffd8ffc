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

  constructor(commitment: RunningCommitment) {
    this.salt = commitment.salt;
    this.#commitment = commitment;
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
    if (this.#wholeBytes > wholeBytesMax) this.#whole = undefined;
    this.#whole?.push(chunk);
  }
}
