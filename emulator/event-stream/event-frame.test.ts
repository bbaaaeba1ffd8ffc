import { EventStreamCodec, MessageDecoderStream } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventFrame, exceptionFrame, withWrongChecksum } from './event-frame.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

test('any payload is read back, with what it is', () => {
  fc.assert(
    fc.property(fc.json(), (payload) => {
      const { headers, body } = codec.decode(eventFrame('chunk', JSON.parse(payload)));
      expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual(JSON.parse(payload));
      expect(headers[':event-type']).toEqual({ type: 'string', value: 'chunk' });
      expect(headers[':message-type']).toEqual({ type: 'string', value: 'event' });
    }),
  );
});

test('frames joined are read one by one', async () => {
  const frames = [eventFrame('a', { n: 1 }), exceptionFrame('b', { message: 'no' })];
  async function* input() {
    yield* frames;
  }
  const types: unknown[] = [];
  for await (const { headers } of new MessageDecoderStream({
    decoder: codec,
    inputStream: input(),
  })) {
    types.push(headers[':message-type']?.value);
  }
  expect(types).toEqual(['event', 'exception']);
});

test('a wrong checksum is refused', () => {
  expect(() => codec.decode(withWrongChecksum(eventFrame('a', {})))).toThrow(/checksum/);
});
