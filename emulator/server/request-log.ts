import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './fault.ts';
import type { RequestHead } from './response-channel.ts';

/** One call as the provider saw it, byte for byte. */
export type SeenRequest = {
  method: string;
  /** Path and query as sent. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Names and values as they stood on the wire, alternating. */
  rawHeaders: string[];
  body: Buffer;
  /** False while the body is on its way, and for good when the client left during it. */
  isComplete: boolean;
  /** Milliseconds since the epoch. */
  receivedAtMs: number;
  /** What was done to it. */
  fault: Fault;
  /** Set when the client went away before the answer ended, counted from the arrival of the headers. */
  abortedAfterMs?: number;
  /** Set when the last byte of the answer was handed to the socket. */
  answeredAfterMs?: number;
};

export type RequestLog = {
  readonly requests: SeenRequest[];
  open(message: RequestHead): SeenRequest;
  /** Tells those who wait that a request changed. */
  changed(): void;
  clear(): void;
  /** Resolves with the first request that satisfies `test`, now or later; rejects after `timeoutMs`. */
  waitFor(test: (request: SeenRequest) => boolean, timeoutMs: number): Promise<SeenRequest>;
};

/** Keeps the last `keptMax` requests, so that a long run does not fill the memory. */
export function createRequestLog(keptMax: number): RequestLog {
  const requests: SeenRequest[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  return {
    requests,
    changed,
    open: (message) => {
      const request = describe(message);
      requests.push(request);
      if (requests.length > keptMax) requests.shift();
      changed();
      return request;
    },
    clear: () => {
      requests.length = 0;
    },
    waitFor: (test, timeoutMs) =>
      new Promise((resolve, reject) => {
        const finish = () => {
          clearTimeout(timer);
          watchers.delete(look);
        };
        const look = () => {
          const found = requests.find(test);
          if (found === undefined) return;
          finish();
          resolve(found);
        };
        const timer = setTimeout(() => {
          finish();
          reject(new Error(`no such request within ${timeoutMs} ms`));
        }, timeoutMs);
        watchers.add(look);
        look();
      }),
  };
}

function describe(message: RequestHead): SeenRequest {
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    body: Buffer.alloc(0),
    isComplete: false,
    receivedAtMs: Date.now(),
    fault: {},
  };
}
