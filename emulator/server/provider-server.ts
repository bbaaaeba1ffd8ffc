import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';
import type { Reply } from './reply.ts';
import { createRequestLog, type RequestLog, type SeenRequest } from './request-log.ts';
import { createScriptQueue, type ScriptQueue, type ScriptStep } from './script-queue.ts';
import { sendReply } from './send-reply.ts';

const BODY_BYTES_MAX = 64 * 1024 * 1024;
const REQUESTS_KEPT_MAX = 10_000;
const WAIT_MS = 5_000;
// Cloudflare keeps idle connections this long; Node's own five seconds would invent resets.
const KEEP_ALIVE_MS = 75_000;

export type ListenOptions = {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
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
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (message, response) => {
    serve(message, response, parts).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, { host, port: options.port ?? 0 });
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
    stop: () => stop(server),
  };
}

async function serve<Failure>(
  message: IncomingMessage,
  response: ServerResponse,
  { log, queue, provider }: Parts<Failure>,
): Promise<void> {
  const request = log.open(message);
  const signal = watchForAbort(request, response, log);
  if (!(await readBody(message, request))) {
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
  response: ServerResponse,
  log: RequestLog,
): AbortSignal {
  const gone = new AbortController();
  const elapsedMs = () => Date.now() - request.receivedAtMs;
  response.on('finish', () => {
    request.answeredAfterMs = elapsedMs();
    log.changed();
  });
  response.on('close', () => {
    gone.abort();
    if (response.writableFinished || request.fault.reset !== undefined) return;
    request.abortedAfterMs = elapsedMs();
    log.changed();
  });
  return gone.signal;
}

/** Collects the body into the request; false when it is too large. A client that leaves ends the wait too. */
async function readBody(message: IncomingMessage, request: SeenRequest): Promise<boolean> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
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

function listen(server: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : at.port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
