import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { Sink } from './sinks.ts';

export interface Call {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Hangs up after so many milliseconds. */
  readonly leaveAfterMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  json(): Record<string, unknown>;
}

/** Calls Monago and keeps every byte of every answer: status line, headers, body and trailers. */
export class Recorder {
  readonly #exchanges: Sink[] = [];

  get sinks(): readonly Sink[] {
    return this.#exchanges;
  }

  /** Resolves also when the answer is cut off; status 0 stands for no answer at all. */
  send(origin: string, call: Call): Promise<Reply> {
    const { method, path, headers = {}, body, leaveAfterMs } = call;
    // Node refuses to send some paths, so what cannot be said is percent-encoded first.
    const url = new URL(origin);
    return new Promise((resolve) => {
      const options = { host: url.hostname, port: url.port, method, path, headers, agent: false };
      const sent = request(options);
      const timer = setTimeout(() => sent.destroy(), leaveAfterMs ?? 30_000);
      sent.on('error', () => undefined);
      sent.on('response', (response) => this.#collect(response, call, resolve));
      sent.on('close', () => {
        clearTimeout(timer);
        resolve(replyOf(0, {}, Buffer.alloc(0)));
      });
      sent.end(body);
    });
  }

  /** Sends bytes that need not be HTTP, and keeps what comes back. */
  sendRaw(origin: string, bytes: string): Promise<Buffer> {
    const { hostname, port } = new URL(origin);
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(port), hostname, () => socket.end(bytes));
      socket.setTimeout(10_000, () => socket.destroy());
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        const answer = Buffer.concat(chunks);
        this.#keep(`answer to ${bytes.slice(0, 20)}`, answer);
        resolve(answer);
      });
    });
  }

  #collect(response: IncomingMessage, call: Call, resolve: (reply: Reply) => void): void {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', () => undefined);
    response.on('close', () => {
      const body = Buffer.concat(chunks);
      const head = [
        `${response.statusCode} ${response.statusMessage}`,
        ...response.rawHeaders,
        ...response.rawTrailers,
      ].join('\n');
      // Apart: a body may be an archive, and the head must not stand in its way.
      this.#keep(`head of the answer to ${nameOf(call)}`, Buffer.from(head));
      this.#keep(`answer ${response.statusCode} to ${nameOf(call)}`, body);
      resolve(replyOf(response.statusCode ?? 0, response.headers, body));
    });
  }

  #keep(name: string, bytes: Buffer): void {
    this.#exchanges.push({ kind: 'HTTP answers', name, bytes });
  }
}

/** Method and path without what may be a key, because a report must not hold one either. */
export function nameOf({ method, path }: Pick<Call, 'method' | 'path'>): string {
  const plain = path.split(/[?%]/, 1)[0] ?? '';
  return `${method} ${plain.replace(/[^/]{20,}/g, '…')}`;
}

function replyOf(status: number, headers: Reply['headers'], body: Buffer): Reply {
  return {
    status,
    headers,
    body,
    json: () => {
      const value: unknown = JSON.parse(body.toString('utf8'));
      return isRecord(value) ? value : {};
    },
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
