import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = '0\r\n\r\n';

export type Timing = { firstByteMs: number; totalMs: number };

export type LoadConnection = {
  /** Sends the request and resolves when the whole answer is in. Rejects on a status other than 200. */
  exchange(request: Buffer): Promise<Timing>;
  close(): void;
};

type Waiting = {
  sentAt: number;
  firstByteMs: number;
  received: Buffer[];
  bytes: number;
  /** Bytes of the whole answer where the head announces them, Infinity in chunked coding. */
  bytesExpected: number;
  tail: string;
  resolve(timing: Timing): void;
  reject(error: Error): void;
};

/** A keep-alive HTTP/1.1 connection that does nothing but find the end of each answer: the cheapest client. */
export async function openConnection(origin: string): Promise<LoadConnection> {
  const socket = await connected(origin);
  let waiting: Waiting | undefined;
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('data', (data) => {
    if (waiting === undefined || !accept(waiting, data, fail)) return;
    const { resolve, firstByteMs, sentAt } = waiting;
    waiting = undefined;
    resolve({ firstByteMs, totalMs: performance.now() - sentAt });
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        const sentAt = performance.now();
        const answer = { received: [], bytes: 0, bytesExpected: 0, tail: '' };
        waiting = { sentAt, firstByteMs: 0, ...answer, resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function connected(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** True when the answer is complete. */
function accept(waiting: Waiting, data: Buffer, fail: (error: Error) => void): boolean {
  if (waiting.bytes === 0) waiting.firstByteMs = performance.now() - waiting.sentAt;
  waiting.bytes += data.length;
  if (waiting.bytesExpected === 0) {
    waiting.received.push(data);
    const problem = readHead(waiting);
    if (problem !== undefined) {
      fail(new Error(problem));
      return false;
    }
  }
  if (Number.isFinite(waiting.bytesExpected)) {
    return waiting.bytesExpected > 0 && waiting.bytes >= waiting.bytesExpected;
  }
  waiting.tail = (waiting.tail + data.toString('latin1', Math.max(0, data.length - 8))).slice(-8);
  return waiting.tail.endsWith(LAST_CHUNK);
}

function readHead(waiting: Waiting): string | undefined {
  const bytes = Buffer.concat(waiting.received);
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  if (!head.startsWith('HTTP/1.1 200')) return `unexpected answer: ${bytes.toString('latin1')}`;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  waiting.bytesExpected =
    length === undefined ? Infinity : headEnd + HEAD_END.length + Number(length);
  return undefined;
}
