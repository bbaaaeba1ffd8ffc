import type { MonagoError } from '../../domain/errors.ts';
import { formatUsd } from '../../domain/pricing/cost.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import { openAiError } from '../reply/openai-error.ts';
import { DoneScanner } from './done-scanner.ts';
import type { Closing, HeadBuilder, Relay } from './relay.ts';

const emptyLine = /\n\n|\r\n\r\n|\r\r/;
// More than a line and its end after [DONE] is not a chat completion stream.
const heldBytesMax = 64 * 1024;

/** Carries a stream of server-sent events that ends with `data: [DONE]`. */
export class EventStreamRelay implements Relay {
  readonly #reply: ReplyChannel;
  readonly #head: HeadBuilder;
  readonly #scanner = new DoneScanner();
  #held: Buffer | undefined;
  #hasEnded = false;

  constructor(reply: ReplyChannel, head: HeadBuilder) {
    this.#reply = reply;
    this.#head = head;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get mayEnd(): boolean {
    return this.#held !== undefined;
  }

  data(chunk: Buffer): boolean {
    if (this.#held !== undefined) {
      this.#hold(Buffer.concat([this.#held, chunk]));
      return true;
    }
    const { before, from } = this.#scanner.push(chunk);
    if (from !== undefined) this.#hold(from);
    if (before.length === 0) return true;
    this.#sendHead();
    return this.#reply.write(before);
  }

  release({ latencyMs, costMicroUsd }: Closing): void {
    this.#sendHead();
    const lines = [`: x-monago-latency-ms=${latencyMs.toFixed(1)}`];
    if (costMicroUsd !== undefined) lines.push(`: x-monago-cost-usd=${formatUsd(costMicroUsd)}`);
    const comment = Buffer.from(`${lines.join('\n')}\n\n`);
    this.#reply.end(this.#held === undefined ? comment : Buffer.concat([comment, this.#held]));
  }

  breakOff(error: MonagoError): boolean {
    if (!this.#reply.isHeadSent) return false;
    // Ends whatever event was cut in two, so that the error is an event of its own.
    const separator = this.#scanner.isAtLineStart ? '\n' : '\n\n';
    this.#reply.end(Buffer.from(`${separator}data: ${openAiError(error)}\n\n`));
    return true;
  }

  #hold(bytes: Buffer): void {
    this.#held = bytes.subarray(0, heldBytesMax);
    this.#hasEnded = emptyLine.test(this.#held.toString('latin1'));
  }

  #sendHead(): void {
    if (this.#reply.isHeadSent) return;
    const { status, headers } = this.#head(undefined);
    this.#reply.head(status, headers);
  }
}
