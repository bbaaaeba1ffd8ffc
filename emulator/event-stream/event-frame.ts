import { EventStreamCodec } from '@smithy/eventstream-codec';

export const eventStreamType = 'application/vnd.amazon.eventstream';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);
/** The last bytes of a frame: the CRC-32 of all bytes before them. */
const CHECKSUM_BYTES = 4;

/** One event with its JSON payload, framed as `application/vnd.amazon.eventstream`. */
export function eventFrame(type: string, payload: unknown): Buffer {
  return frame('event', type, payload);
}

/** How a stream says that it failed; nothing follows it. */
export function exceptionFrame(type: string, payload: unknown): Buffer {
  return frame('exception', type, payload);
}

/** The same frame as a broken line would deliver it: only its checksum tells. */
export function withWrongChecksum(bytes: Buffer): Buffer {
  const broken = Buffer.from(bytes);
  const at = broken.length - CHECKSUM_BYTES;
  broken.writeUInt32BE((broken.readUInt32BE(at) ^ 1) >>> 0, at);
  return broken;
}

/** The same event with so many more bytes in the member `p`, which every reader ignores. */
export function withPadding(bytes: Buffer, count: number): Buffer {
  const { headers, body } = codec.decode(bytes);
  const payload: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  const padded = JSON.stringify({ ...Object(payload), p: '.'.repeat(count) });
  return Buffer.from(codec.encode({ headers, body: Buffer.from(padded, 'utf8') }));
}

function frame(kind: 'event' | 'exception', type: string, payload: unknown): Buffer {
  const headers = {
    [`:${kind}-type`]: type,
    ':content-type': 'application/json',
    ':message-type': kind,
  };
  const encoded = codec.encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }]),
    ),
    body: Buffer.from(JSON.stringify(payload), 'utf8'),
  });
  return Buffer.from(encoded);
}
