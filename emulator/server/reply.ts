import type { OutgoingHttpHeaders } from 'node:http';

/**
 * What the provider is about to send. `frames` are the writes it would make: one for a JSON body,
 * one an event for a stream. Faults act on a reply, so endpoints stay free of them.
 */
export type Reply = {
  status: number;
  headers: OutgoingHttpHeaders;
  frames: Buffer[];
  /** How the provider reports, within this stream, that it failed midway. Absent where it has no such frame. */
  errorFrame?: Buffer;
};

/** A JSON body in one write; `chunked` leaves `content-length` out, as OpenAI does for chat. */
export function jsonReply(
  status: number,
  value: unknown,
  style: { headers: OutgoingHttpHeaders; indent: number; chunked?: boolean; newline?: boolean },
): Reply {
  const body = Buffer.from(JSON.stringify(value, null, style.indent) + (style.newline ? '\n' : ''));
  const length = style.chunked ? {} : { 'content-length': String(body.length) };
  return { status, headers: { ...style.headers, ...length }, frames: [body] };
}
