import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';
import { maskKey } from './mask-key.ts';

const errorBytesMax = 64 * 1024;
// Fewer characters would be found by chance in an error that has nothing to do with the key.
const masking = { pieceLength: 8, mask: '***' } as const;
const lengthHeaders: ReadonlySet<string> = new Set(['content-length', 'content-encoding']);

/**
 * Makes a call and passes its answer on, errors without what they repeat of the key: some say what they were sent, and
 * proxies in front of them show the whole request. An answer that is no error is passed on as it comes.
 * @param sent what of the key the provider gets to see; copied, and wiped as soon as it is not needed
 */
export function callWithQuietErrors(
  start: (sink: UpstreamSink) => UpstreamCall,
  sink: UpstreamSink,
  sent: Buffer,
): UpstreamCall {
  const filter = new ErrorFilter(sink, sent);
  const call = start(filter);
  filter.abort = () => call.abort();
  return call;
}

class ErrorFilter implements UpstreamSink {
  readonly #sink: UpstreamSink;
  readonly #sent: Buffer;
  #error: { readonly head: UpstreamHead; readonly chunks: Buffer[]; bytes: number } | undefined;
  #isOver = false;
  abort: () => void = () => undefined;

  constructor(sink: UpstreamSink, sent: Buffer) {
    this.#sink = sink;
    // Slow: memory of its own, not a slice of the shared pool, so that zeroing it leaves no copy behind.
    this.#sent = Buffer.allocUnsafeSlow(sent.length);
    sent.copy(this.#sent);
  }

  head(head: UpstreamHead): void {
    if (head.status < 300) {
      this.#sent.fill(0);
      this.#sink.head(head);
      return;
    }
    this.#error = { head, chunks: [], bytes: 0 };
    // Monago asks for plain answers; one that is not cannot be looked into.
    if (head.headers.some(([name]) => name === 'content-encoding'))
      this.#giveUp('an encoded error');
  }

  data(chunk: Buffer): boolean {
    if (this.#isOver) return true;
    if (this.#error === undefined) return this.#sink.data(chunk);
    this.#error.chunks.push(chunk);
    this.#error.bytes += chunk.length;
    if (this.#error.bytes > errorBytesMax) this.#giveUp('an error of too many bytes');
    return true;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#error !== undefined)
      this.#passOn(this.#error.head, Buffer.concat(this.#error.chunks));
    this.#sent.fill(0);
    this.#sink.end();
  }

  fail(failure: UpstreamFailure, detail: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#error !== undefined) this.#sink.head(withoutHeaders(this.#error.head));
    this.#sent.fill(0);
    this.#sink.fail(failure, detail);
  }

  #giveUp(because: string): void {
    this.fail('broken', because);
    this.abort();
  }

  #passOn(head: UpstreamHead, body: Buffer): void {
    const headers = head.headers.map(([name, value]) => [name, this.#masked(value)] as const);
    const text = body.toString('latin1');
    const masked = this.#masked(text);
    const isChanged = masked !== text;
    this.#sink.head({
      status: head.status,
      headers: isChanged ? headers.filter(([name]) => !lengthHeaders.has(name)) : headers,
    });
    if (body.length > 0) this.#sink.data(isChanged ? Buffer.from(masked, 'latin1') : body);
  }

  #masked(text: string): string {
    return maskKey(text, this.#sent, masking);
  }
}

/** Only what an error without a body still says: its status. */
function withoutHeaders({ status }: UpstreamHead): UpstreamHead {
  return { status, headers: [] };
}
