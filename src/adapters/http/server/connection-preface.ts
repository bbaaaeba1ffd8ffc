import type { Socket } from 'node:net';

export interface Choice {
  readonly timeoutMs: number;
  /** The socket's bytes are all unread again. */
  decided(version: 'http/1.1' | 'http/2'): void;
}

/** How a client of HTTP/2 with prior knowledge begins (RFC 9113, section 3.4); no method of HTTP/1.1 does. */
const preface = Buffer.from('PRI');

/** Finds out from its first bytes which version of HTTP a connection speaks. One that says nothing is closed in time. */
export function chooseByPreface(socket: Socket, { timeoutMs, decided }: Choice): void {
  let seen = Buffer.alloc(0);
  const giveUp = () => socket.destroy();
  const timer = setTimeout(giveUp, timeoutMs);
  const stop = () => {
    clearTimeout(timer);
    socket.off('data', look).off('end', giveUp).off('close', stop).off('error', giveUp);
  };
  const look = (bytes: Buffer) => {
    seen = Buffer.concat([seen, bytes]);
    const start = seen.subarray(0, preface.length);
    if (start.length < preface.length && preface.indexOf(start) === 0) return;
    stop();
    socket.pause();
    socket.unshift(seen);
    decided(start.equals(preface) ? 'http/2' : 'http/1.1');
  };
  socket.on('data', look).on('end', giveUp).on('close', stop).on('error', giveUp);
}
