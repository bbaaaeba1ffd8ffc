import { EventStreamCodec as SmithyCodec } from '@smithy/eventstream-codec';
import type { StreamFrame } from '../../domain/protocol/stream-frame.ts';
import type { EventStreamCodec } from '../../ports/event-stream-codec.ts';

const toUtf8 = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
const fromUtf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** AWS event streams, as the official clients read and write them. */
export function awsEventStreamCodec(): EventStreamCodec {
  const codec = new SmithyCodec(toUtf8, fromUtf8);
  return {
    decode: (message) => {
      const { headers, body } = codec.decode(message);
      const header = (name: string) => {
        const value = headers[name]?.value;
        return typeof value === 'string' ? value : undefined;
      };
      const type = header(':message-type');
      const isException = type === 'exception' || type === 'error';
      const event = isException
        ? (header(':exception-type') ?? header(':error-code'))
        : header(':event-type');
      const frame: StreamFrame = { event: event ?? '', data: Buffer.from(body).toString('utf8') };
      return isException ? { ...frame, isException } : frame;
    },
    encode: ({ event, data, isException }) => {
      const named = isException === true ? ':exception-type' : ':event-type';
      const text = (value: string) => ({ type: 'string', value }) as const;
      const headers = {
        [named]: text(event),
        ':content-type': text('application/json'),
        ':message-type': text(isException === true ? 'exception' : 'event'),
      };
      return Buffer.from(codec.encode({ headers, body: fromUtf8(data) }));
    },
  };
}
