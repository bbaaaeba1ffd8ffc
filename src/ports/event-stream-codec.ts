import type { StreamFrame } from '../domain/protocol/stream-frame.ts';

/**
 * The messages of an AWS event stream (application/vnd.amazon.eventstream), one at a time; where one ends and the next
 * begins is known from their first four bytes.
 */
export interface EventStreamCodec {
  /** @throws Error when a length or a checksum (CRC-32) is wrong */
  decode(message: Buffer): StreamFrame;
  encode(frame: StreamFrame): Buffer;
}
