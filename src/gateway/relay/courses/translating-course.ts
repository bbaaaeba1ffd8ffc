import type { MonagoError } from '../../../domain/errors.ts';
import type { AnswerFault } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type {
  AnswerStreamReader,
  AnswerStreamWriter,
} from '../../../domain/protocol/translator.ts';
import type { Framing } from '../frames/framing.ts';
import { fieldsOf, type Reading } from '../readings/reading.ts';
import type { StreamCourse } from './course.ts';

/** The provider's side of a translated stream. */
export interface StreamSource {
  readonly framing: Framing;
  readonly reading: Reading;
  readonly reader: AnswerStreamReader;
}

/** The client's side of it. */
export interface StreamTarget {
  readonly framing: Framing;
  readonly writer: AnswerStreamWriter;
}

/** Client and provider speak different formats: every frame is read and written anew. */
export class TranslatingCourse implements StreamCourse {
  readonly framing: Framing;
  readonly told: Reading;
  readonly #source: StreamSource;
  readonly #writer: AnswerStreamWriter;
  #fault: AnswerFault | undefined;
  #isWhole = false;
  #hasStopped = false;

  constructor(source: StreamSource, target: StreamTarget) {
    this.framing = target.framing;
    this.told = source.reading;
    this.#source = source;
    this.#writer = target.writer;
  }

  get state(): StreamCourse['state'] {
    if (this.#fault !== undefined) return 'failed';
    return this.#isWhole ? 'whole' : 'open';
  }

  get hasEnded(): boolean {
    return this.state !== 'open';
  }

  get fault(): AnswerFault | undefined {
    return this.#fault;
  }

  take(bytes: Buffer): Buffer | undefined {
    if (this.hasEnded) return undefined;
    const frame = this.#source.framing.decode(bytes);
    if (this.told.read(frame) === 'stop') this.#hasStopped = true;
    const written: StreamFrame[] = [];
    for (const event of this.#source.reader.push(frame)) {
      if (event.type === 'end') this.#isWhole = true;
      else if (event.type === 'fault') this.#fault ??= event.fault;
      else written.push(...this.#writer.push(event));
    }
    return written.length === 0 ? undefined : this.#encoded(written);
  }

  close(rest: Buffer): void {
    if (this.hasEnded) return;
    if (rest.length > 0) this.#closeAfter(rest);
    // All has been said, and the connection was closed in order: nothing is missing but the counts.
    else if (this.#hasStopped) this.#isWhole = true;
  }

  #closeAfter(rest: Buffer): void {
    try {
      const { data } = this.#source.framing.decode(rest);
      // Half of an event is no fault that the provider told of: the answer stays open.
      if (data === '[DONE]' || fieldsOf(data) !== undefined) this.take(rest);
    } catch {
      // Part of a frame: the answer stays open.
    }
  }

  end(): Buffer {
    return this.#encoded(
      this.#fault === undefined ? this.#writer.end() : this.#writer.fail(this.#fault),
    );
  }

  fail({ message, code, status }: MonagoError): Buffer {
    const kind = status === 504 ? 'timeout' : 'server_error';
    return this.#encoded(this.#writer.fail({ kind, message, code }));
  }

  #encoded(frames: readonly StreamFrame[]): Buffer {
    return Buffer.concat(frames.map((frame) => this.framing.encode(frame)));
  }
}
