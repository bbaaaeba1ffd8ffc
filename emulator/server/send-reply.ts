import { setTimeout as delay } from 'node:timers/promises';
import { splitBytes } from './byte-split.ts';
import { gzipFrames } from './compress.ts';
import { type Fault, isCut } from './fault.ts';
import type { Reply } from './reply.ts';
import type { ResponseChannel } from './response-channel.ts';

/**
 * Writes the reply with everything the fault says about how. Resolves when the answer is out, cut off, or the client
 * is gone; a hang leaves the connection open until one side closes it.
 */
export async function sendReply(
  reply: Reply,
  fault: Fault,
  target: { response: ResponseChannel; signal: AbortSignal },
): Promise<void> {
  const { response, signal } = target;
  try {
    if (fault.headersDelayMs) await delay(fault.headersDelayMs, undefined, { signal });
    if (fault.hang === 'before-headers') return;
    if (fault.reset === 'before-headers') {
      resetConnection(response);
      return;
    }
    const { headers, frames } = await prepare(reply, fault);
    // Each piece is to leave on its own, as far as TCP allows.
    response.socket?.setNoDelay(true);
    response.writeHead(reply.status, headers);
    response.flushHeaders();
    await writeFrames(frames, fault, target);
    finish(fault, response);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function prepare(reply: Reply, fault: Fault): Promise<Pick<Reply, 'headers' | 'frames'>> {
  const told = fault.errorEvent === true ? failMidway(reply) : reply;
  const encoded = fault.gzip === true ? await compress(told) : told;
  const cut = isCut(fault) ? cutShort(encoded.frames, fault) : encoded.frames;
  const frames = fault.split ? splitBytes(Buffer.concat(cut), fault.split) : cut;
  return { headers: headersFor(encoded, fault), frames };
}

// A body that ends early on purpose must not announce its length, or the end would not be clean.
function headersFor(reply: Reply, fault: Fault): Reply['headers'] {
  if (fault.truncate === undefined) return reply.headers;
  const { 'content-length': _length, ...headers } = reply.headers;
  return headers;
}

function failMidway(reply: Reply): Reply {
  const { errorFrame, frames } = reply;
  if (errorFrame === undefined) return reply;
  return { ...reply, frames: [...frames.slice(0, Math.floor(frames.length / 2)), errorFrame] };
}

async function compress(reply: Reply): Promise<Reply> {
  const frames = await gzipFrames(reply.frames);
  const { 'content-length': _length, ...headers } = reply.headers;
  return { ...reply, headers: { ...headers, 'content-encoding': 'gzip' }, frames };
}

function cutShort(frames: Buffer[], fault: Fault): Buffer[] {
  const half = Math.floor(frames.length / 2);
  const next = frames[half] ?? Buffer.alloc(0);
  const isInside = fault.truncate === 'inside-event' || frames.length === 1;
  const part = isInside ? [next.subarray(0, Math.ceil(next.length / 2))] : [];
  return [...frames.slice(0, half), ...part];
}

async function writeFrames(
  frames: Buffer[],
  fault: Fault,
  { response, signal }: { response: ResponseChannel; signal: AbortSignal },
): Promise<void> {
  const pauses = fault.split !== undefined || fault.replay?.chunkSizes !== undefined;
  for (const [index, frame] of frames.entries()) {
    if (index > 0 && fault.chunkDelayMs) await delay(fault.chunkDelayMs, undefined, { signal });
    if (index > 0 && pauses) await turn();
    signal.throwIfAborted();
    if (!response.write(frame)) await drained(response, signal);
  }
}

function finish(fault: Fault, response: ResponseChannel): void {
  if (fault.reset === 'mid-stream') resetConnection(response);
  else if (fault.hang !== 'mid-stream') response.end();
}

function resetConnection(response: ResponseChannel): void {
  response.socket?.resetAndDestroy();
}

/** One turn of the event loop, so that a write reaches the socket before the next is made. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function drained(response: ResponseChannel, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      response.off('drain', onDrain);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onDrain = settle(resolve);
    const onAbort = settle(() => reject(new Error('the client went away')));
    response.on('drain', onDrain);
    signal.addEventListener('abort', onAbort);
  });
}
