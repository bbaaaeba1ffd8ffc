import type { Readable } from 'node:stream';
import type { Fault } from './fault.ts';
import { type Exchange, startListener } from './listener.ts';
import type { Reply } from './reply.ts';
import { createRequestLog, type RequestLog, type SeenRequest } from './request-log.ts';
import type { ResponseChannel } from './response-channel.ts';
import { createScriptQueue, type ScriptQueue, type ScriptStep } from './script-queue.ts';
import { sendReply } from './send-reply.ts';

const BODY_BYTES_MAX = 64 * 1024 * 1024;
const REQUESTS_KEPT_MAX = 10_000;
const WAIT_MS = 20_000;

export type ListenOptions = {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Speaks HTTP/2 with prior knowledge too, on the same port. */
  http2?: boolean;
};

/** What one provider answers. */
export type ProviderAnswers<Failure> = {
  /** The answer to a request, or what the fault puts in its place. */
  answer(request: SeenRequest, fault: Fault<Failure>): Promise<Reply> | Reply;
  /** The fault that a request asks for itself, when none was scripted. */
  requestedFault(request: SeenRequest): Fault<Failure>;
  bodyTooLarge(): Reply;
};

export type ProviderServer<Failure> = {
  /** Origin without a path. */
  readonly url: string;
  readonly port: number;
  /** Everything the provider saw, oldest first, from the moment the headers were in. */
  readonly requests: readonly SeenRequest[];
  /** Resolves with the first request, present or future, that passes the test; rejects after 5 s unless told. */
  waitFor(test: (request: SeenRequest) => boolean, timeoutMs?: number): Promise<SeenRequest>;
  /** Queues a fault. A step without `when` takes the very next request. */
  script(step: ScriptStep<Failure>): void;
  /** Forgets requests and scripted steps. */
  reset(): void;
  /** Closes every connection and resolves when the port is free. */
  stop(): Promise<void>;
};

type Parts<Failure> = {
  log: RequestLog;
  queue: ScriptQueue<Failure>;
  provider: ProviderAnswers<Failure>;
};

/** A provider on loopback that logs what it is asked and fails as scripted. */
export async function startProviderServer<Failure>(
  provider: ProviderAnswers<Failure>,
  options: ListenOptions,
): Promise<ProviderServer<Failure>> {
  const log = createRequestLog(REQUESTS_KEPT_MAX);
  const queue = createScriptQueue<Failure>();
  const parts = { log, queue, provider };
  const host = options.host ?? '127.0.0.1';
  const at = { host, port: options.port ?? 0, http2: options.http2 ?? false };
  const { port, stop } = await startListener(at, (exchange) => {
    serve(exchange, parts).catch((error: unknown) => {
      exchange.response.destroy(error instanceof Error ? error : undefined);
    });
  });
  return {
    url: `http://${host}:${port}`,
    port,
    requests: log.requests,
    waitFor: (test, timeoutMs = WAIT_MS) => log.waitFor(test, timeoutMs),
    script: queue.add,
    reset: () => {
      log.clear();
      queue.clear();
    },
    stop,
  };
}

async function serve<Failure>(
  { head, body, response }: Exchange,
  { log, queue, provider }: Parts<Failure>,
): Promise<void> {
  const request = log.open(head);
  const signal = watchForAbort(request, response, log);
  if (!(await readBody(body, request))) {
    const refusal = provider.bodyTooLarge();
    return sendReply(
      { ...refusal, headers: { ...refusal.headers, connection: 'close' } },
      {},
      { response, signal },
    );
  }
  if (!request.isComplete) return;
  log.changed();
  const fault = queue.take(request) ?? provider.requestedFault(request);
  request.fault = fault;
  await sendReply(await provider.answer(request, fault), fault, { response, signal });
}

// A response that closes unfinished was left by the client, unless a fault reset it.
function watchForAbort(
  request: SeenRequest,
  response: ResponseChannel,
  log: RequestLog,
): AbortSignal {
  const gone = new AbortController();
  const elapsedMs = () => Date.now() - request.receivedAtMs;
  let isFinished = false;
  response.on('finish', () => {
    isFinished = true;
    request.answeredAfterMs = elapsedMs();
    log.changed();
  });
  response.on('close', () => {
    gone.abort();
    if (isFinished || request.fault.reset !== undefined) return;
    request.abortedAfterMs = elapsedMs();
    log.changed();
  });
  return gone.signal;
}

/** Collects the body into the request; false when it is too large. A client that leaves ends the wait too. */
async function readBody(body: Readable, request: SeenRequest): Promise<boolean> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return false;
      chunks.push(chunk);
    }
    request.isComplete = true;
  } catch {
    request.isComplete = false;
  }
  request.body = Buffer.concat(chunks);
  return true;
}
