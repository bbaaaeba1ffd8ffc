import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import type { EgressRequest } from '../../ports/egress.ts';
import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';
import { EgressRefused } from './guarded-connector.ts';
import type { SealedHeaders } from './sealed-header.ts';

// A provider closes with its last event; what comes later than this no client waits for.
const endGraceMs = 250;

interface CallParts {
  readonly pool: Pool;
  readonly sealed: SealedHeaders;
  readonly totalTimeoutMs: number;
}

/** Sends one request and passes the answer to the sink as it arrives. */
export function startCall(
  parts: CallParts,
  request: EgressRequest,
  sink: UpstreamSink,
): UpstreamCall {
  const { secretHeader } = request;
  const placeholder =
    secretHeader === undefined ? undefined : parts.sealed.seal(secretHeader.secret);
  const sealedHeader =
    secretHeader === undefined ? {} : { [secretHeader.name]: secretHeader.prefix + placeholder };
  const call = new Call(sink, parts, placeholder);
  try {
    parts.pool.dispatch(
      {
        method: request.method,
        path: request.path,
        // First, so that nothing that looks like a placeholder comes before it; and last, so that nothing replaces it.
        headers: { ...sealedHeader, ...request.headers, ...sealedHeader },
        body: request.body ?? null,
      },
      call,
    );
  } catch (error) {
    call.fail('broken', error instanceof Error ? error.message : 'not dispatched');
  }
  return call;
}

class Call implements Dispatcher.DispatchHandler, UpstreamCall {
  readonly #sink: UpstreamSink;
  readonly #parts: CallParts;
  readonly #placeholder: string | undefined;
  readonly #deadline: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #grace: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(sink: UpstreamSink, parts: CallParts, placeholder: string | undefined) {
    this.#sink = sink;
    this.#parts = parts;
    this.#placeholder = placeholder;
    this.#deadline = setTimeout(() => this.#stop('timeout', 'total time'), parts.totalTimeoutMs);
    this.#deadline.unref();
  }

  resume(): void {
    this.#controller?.resume();
  }

  expectEnd(): void {
    if (this.#isOver) return;
    this.#grace ??= setTimeout(() => {
      if (!this.#finish()) return;
      this.#controller?.abort(new Error('over'));
      this.#sink.end();
    }, endGraceMs);
  }

  abort(): void {
    this.#stop('aborted', 'aborted');
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The caller left while the connection was being made: nothing has been written yet, and nothing will be.
    if (this.#isOver) controller.abort(new Error('aborted'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // Informational answers (1xx) come before the real one.
    if (this.#isOver || status < 200) return;
    this.#dropSecret();
    this.#sink.head({ status, headers: pairs(headers) });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    if (!this.#sink.data(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#finish()) this.#sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.#kindOf(error), error.message);
  }

  fail(failure: UpstreamFailure, detail: string): void {
    if (this.#finish()) this.#sink.fail(failure, detail);
  }

  #stop(failure: UpstreamFailure, detail: string): void {
    if (!this.#finish()) return;
    this.#controller?.abort(new Error(detail));
    this.#sink.fail(failure, detail);
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#grace);
    this.#dropSecret();
    return true;
  }

  #dropSecret(): void {
    if (this.#placeholder !== undefined) this.#parts.sealed.drop(this.#placeholder);
  }

  #kindOf(error: Error): UpstreamFailure {
    if (error instanceof EgressRefused) return 'blocked';
    const code = 'code' in error ? error.code : undefined;
    if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout';
    return this.#controller === undefined ? 'unreachable' : 'broken';
  }
}

function pairs(headers: IncomingHttpHeaders): UpstreamHead['headers'] {
  const list: [string, string][] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') list.push([name, value]);
    else for (const one of value ?? []) list.push([name, one]);
  }
  return list;
}
