import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';
import { maskKey } from './mask-key.ts';

const errorBytesMax = 1024 * 1024;
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
    const error = this.#error;
    const body = error === undefined ? undefined : plainBody(error.head, error.chunks);
    if (error !== undefined && body === undefined) {
      this.#giveUp('an error that cannot be looked into');
      return;
    }
    this.#isOver = true;
    if (error !== undefined && body !== undefined) this.#passOn(error.head, body);
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

  #passOn(head: UpstreamHead, { plain, sent }: ErrorBody): void {
    const headers = head.headers.map(([name, value]) => [name, this.#masked(value)] as const);
    const text = plain.toString('latin1');
    const masked = this.#masked(text);
    const isChanged = masked !== text;
    this.#sink.head({
      status: head.status,
      headers: isChanged ? headers.filter(([name]) => !lengthHeaders.has(name)) : headers,
    });
    const body = isChanged ? Buffer.from(masked, 'latin1') : sent;
    if (body.length > 0) this.#sink.data(body);
  }

  #masked(text: string): string {
    return maskKey(text, this.#sent, masking);
  }
}

/** Only what an error without a body still says: its status. */
function withoutHeaders({ status }: UpstreamHead): UpstreamHead {
  return { status, headers: [] };
}

interface ErrorBody {
  /** To be looked into. */
  readonly plain: Buffer;
  /** As the provider sent it. */
  readonly sent: Buffer;
}

const decoders: Readonly<
  Record<string, (body: Buffer, limit: { maxOutputLength: number }) => Buffer>
> = {
  identity: (body) => body,
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Monago asks for plain answers; of one that is not, what it says is looked into all the same. */
function plainBody(head: UpstreamHead, chunks: readonly Buffer[]): ErrorBody | undefined {
  const sent = Buffer.concat(chunks);
  const encoding = head.headers.find(([name]) => name === 'content-encoding')?.[1] ?? 'identity';
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (decode === undefined) return undefined;
  try {
    // An error of a few kilobytes: not worth a turn of the thread pool.
    return { plain: decode(sent, { maxOutputLength: errorBytesMax }), sent };
  } catch {
    return undefined;
  }
}
