import type { OutgoingHttpHeaders } from 'node:http';
import type { Fault, Replay } from './fault.ts';
import type { Reply } from './reply.ts';

/** What a fault sends in place of the provider's answer; undefined when the answer stands. */
export function standInReply(
  fault: Fault,
  headersOf: (contentType: string) => OutgoingHttpHeaders,
): Reply | undefined {
  if (fault.replay !== undefined) return replayed(fault.replay);
  if (fault.garbage === 'text') {
    const frames = [Buffer.from('{"id": "chatcmpl-, \u0000 this is not JSON')];
    return { status: 200, headers: headersOf('application/json'), frames };
  }
  if (fault.garbage === 'html-502') {
    const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>\n';
    return { status: 502, headers: headersOf('text/html'), frames: [Buffer.from(page)] };
  }
  return undefined;
}

function replayed(replay: Replay): Reply {
  const body = Buffer.from(replay.body);
  const frames: Buffer[] = [];
  const sizes = replay.chunkSizes ?? [body.length];
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? body.length);
    frames.push(body.subarray(at, at + size));
    at += size;
  }
  return { status: replay.status, headers: replay.headers, frames };
}

/** The same answer, longer by so many bytes and still valid. */
export function padded(reply: Reply, bytes: number): Reply {
  if (bytes === 0) return reply;
  const { 'content-length': _length, ...headers } = reply.headers;
  const isStream = String(headers['content-type']).startsWith('text/event-stream');
  // JSON may be followed by white space, and a stream may carry comments: both stay valid.
  const padding = isStream ? `:${'.'.repeat(bytes)}\n\n` : ' '.repeat(bytes);
  const first = isStream
    ? [Buffer.from(padding), ...reply.frames]
    : [...reply.frames, Buffer.from(padding)];
  return { ...reply, headers, frames: first };
}
