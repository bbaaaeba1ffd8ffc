const done = Buffer.from('[DONE]');
// The field name may be followed by one space or none (HTML living standard, event stream interpretation).
const spellings = [Buffer.from('data: [DONE]'), Buffer.from('data:[DONE]')];
const newline = 0x0a;
const carriageReturn = 0x0d;
const empty = Buffer.alloc(0);

/** The bytes that may go on, and those from `data: [DONE]` on. */
export interface Scanned {
  readonly before: Buffer;
  readonly from: Buffer | undefined;
}

/**
 * Finds the line that ends a chat completion stream, wherever the network has cut it into chunks. Only bytes that may
 * be the beginning of that line are held back.
 */
export class DoneScanner {
  /** The beginning of a line that may become `data: [DONE]`. */
  #held: Buffer = empty;
  #isAtLineStart = true;

  /** Whether everything passed on so far ends with a whole line. */
  get isAtLineStart(): boolean {
    return this.#isAtLineStart;
  }

  push(chunk: Buffer): Scanned {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const at = this.#findDone(bytes);
    if (at !== undefined) {
      this.#held = empty;
      return { before: bytes.subarray(0, at), from: bytes.subarray(at) };
    }
    const kept = this.#lengthToHold(bytes);
    const before = bytes.subarray(0, bytes.length - kept);
    this.#held = bytes.subarray(bytes.length - kept);
    if (before.length > 0) this.#isAtLineStart = isLineEnd(before[before.length - 1]);
    return { before, from: undefined };
  }

  #findDone(bytes: Buffer): number | undefined {
    for (let at = bytes.indexOf(done); at >= 0; at = bytes.indexOf(done, at + 1)) {
      for (const spelling of spellings) {
        const start = at + done.length - spelling.length;
        if (start >= 0 && this.#beginsLine(bytes, start) && matchesAt(bytes, start, spelling)) {
          return start;
        }
      }
    }
    return undefined;
  }

  #beginsLine(bytes: Buffer, start: number): boolean {
    return start === 0 ? this.#isAtLineStart : isLineEnd(bytes[start - 1]);
  }

  #lengthToHold(bytes: Buffer): number {
    const lineStart = Math.max(bytes.lastIndexOf(newline), bytes.lastIndexOf(carriageReturn)) + 1;
    const line = bytes.subarray(lineStart);
    if (line.length === 0 || !this.#beginsLine(bytes, lineStart)) return 0;
    const mayBecomeDone = spellings.some(
      (spelling) => line.length < spelling.length && matchesAt(spelling, 0, line),
    );
    return mayBecomeDone ? line.length : 0;
  }
}

function matchesAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  return bytes.compare(wanted, 0, wanted.length, start, start + wanted.length) === 0;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === newline || byte === carriageReturn;
}
