import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type { EventStreamCodec } from '../../../ports/event-stream-codec.ts';
import { EventStreamSplitter } from './event-stream-splitter.ts';
import type { FrameSplitter } from './frame-splitter.ts';
import { readSseFrame, writeSseFrame } from './sse-frame.ts';
import { SseSplitter } from './sse-splitter.ts';

/** How events are put on the wire. */
export interface Framing {
  readonly contentType: string;
  splitter(): FrameSplitter;
  /** @throws Error for a frame that is damaged */
  decode(bytes: Buffer): StreamFrame;
  encode(frame: StreamFrame): Buffer;
  /** Lines that clients pass over; undefined where the format has nothing of the kind. */
  comment(lines: readonly string[]): Buffer | undefined;
  /** What tells a waiting client that the connection lives. */
  readonly heartbeat: Buffer | undefined;
}

export const serverSentEvents: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  splitter: () => new SseSplitter(),
  decode: readSseFrame,
  encode: writeSseFrame,
  comment: (lines) => Buffer.from(`${lines.map((line) => `: ${line}\n`).join('')}\n`),
  heartbeat: Buffer.from(': keepalive\n\n'),
};

export function awsEventStream(codec: EventStreamCodec): Framing {
  return {
    contentType: 'application/vnd.amazon.eventstream',
    splitter: () => new EventStreamSplitter(),
    decode: (bytes) => codec.decode(bytes),
    encode: (frame) => codec.encode(frame),
    comment: () => undefined,
    heartbeat: undefined,
  };
}
