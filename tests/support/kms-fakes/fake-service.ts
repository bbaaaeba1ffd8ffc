import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface FakeReply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the service does instead of answering; `calls` says how often, for ever when it is absent. */
export interface Fault {
  readonly does: 'hang' | 'reset' | 'truncate' | 'echo' | 'late' | FakeReply;
  readonly calls?: number;
  /** Only calls whose path has this in it. */
  readonly path?: string;
}

export interface FakeService {
  readonly url: string;
  readonly calls: readonly SeenCall[];
  fault(fault: Fault): void;
  heal(): void;
  /** Resolves with the first call, past or future, whose path has this in it. */
  seen(path: string): Promise<SeenCall>;
  /** Stops listening; the port stays known and refuses connections. */
  stop(): Promise<void>;
}

export const json = (status: number, body: unknown): FakeReply => ({
  status,
  body: JSON.stringify(body),
});

const lateMs = 150;

/** An HTTP server on loopback that answers as `respond` says, and fails as it is told. */
export async function startFakeService(
  respond: (call: SeenCall) => FakeReply | Promise<FakeReply>,
): Promise<FakeService> {
  const calls: SeenCall[] = [];
  const waiting: { path: string; resolve: (call: SeenCall) => void }[] = [];
  let faults: { does: Fault['does']; left: number; path: string }[] = [];

  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(message);
    calls.push(call);
    for (const one of waiting) if (call.path.includes(one.path)) one.resolve(call);
    const fault = faults.find(({ left, path }) => left > 0 && call.path.includes(path));
    if (fault !== undefined) fault.left -= 1;
    await answer(response, fault?.does, { call, reply: () => respond(call) });
  };
  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    fault: ({ does, calls: left = Number.POSITIVE_INFINITY, path = '' }) => {
      faults.push({ does, left, path });
    },
    heal: () => {
      faults = [];
    },
    seen: (path) =>
      new Promise((resolve) => {
        const past = calls.find((call) => call.path.includes(path));
        if (past === undefined) waiting.push({ path, resolve });
        else resolve(past);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answering {
  readonly call: SeenCall;
  readonly reply: () => FakeReply | Promise<FakeReply>;
}

async function answer(
  response: ServerResponse,
  does: Fault['does'] | undefined,
  { call, reply }: Answering,
): Promise<void> {
  if (does === 'hang') return;
  if (does === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (does === 'late') await new Promise((resolve) => setTimeout(resolve, lateMs));
  const { status, body, headers = {} } = typeof does === 'object' ? does : await reply();
  if (does === 'echo') {
    // A service, or a proxy before it, that quotes the request in its complaint.
    const text = call.body.toString('latin1');
    send(
      response,
      json(400, { __type: text, errors: [text], error: { code: text, status: text } }),
    );
  } else if (does === 'truncate') {
    response.writeHead(status, { 'content-length': body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  } else send(response, { status, body, headers });
}

function send(response: ServerResponse, { status, body, headers }: FakeReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

async function readCall(message: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = String(value);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers,
    body: Buffer.concat(chunks),
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the fake has no port');
  return address.port;
}
