import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { EventStreamSplitter } from '../../src/gateway/relay/frames/event-stream-splitter.ts';
import type { FrameSplitter } from '../../src/gateway/relay/frames/frame-splitter.ts';
import { readSseFrame } from '../../src/gateway/relay/frames/sse-frame.ts';
import { SseSplitter } from '../../src/gateway/relay/frames/sse-splitter.ts';

interface Cut {
  readonly frames: readonly Buffer[];
  readonly rest: Buffer;
}

function cutAt(splitter: FrameSplitter, stream: Buffer, positions: readonly number[]): Cut {
  const frames: Buffer[] = [];
  let from = 0;
  for (const to of [...positions, stream.length]) {
    frames.push(...splitter.push(stream.subarray(from, to)));
    from = to;
  }
  return { frames, rest: splitter.rest };
}

const joined = ({ frames, rest }: Cut) => Buffer.concat([...frames, rest]);
const hex = (frames: readonly Buffer[]) => frames.map((frame) => frame.toString('hex'));

/** Positions in ascending order, also the same one twice: an empty chunk. */
const cutsIn = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: length }), { maxLength: 12 })
    .map((positions) => positions.sort((a, b) => a - b));

/** What a reader of the specification makes of a stream: the events that have data, and the last one if it is whole. */
function eventsOf(cut: Cut): string[] {
  return cut.frames
    .map(readSseFrame)
    .flatMap(({ event, data }) => (data === '' ? [] : `${event}|${data}`));
}

describe('server-sent events, cut into frames', () => {
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const line = fc.oneof(
    fc
      .string({ unit: 'grapheme', maxLength: 8 })
      .map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
    fc.constantFrom(
      ': keepalive',
      'event: ping',
      'id: 1',
      'retry: 5',
      'data',
      'data:x',
      'nothing',
      'data: {"a":"é🦜"}',
    ),
  );
  const event = fc.tuple(fc.array(line, { minLength: 1, maxLength: 4 }), lineEnd);
  const stream = fc
    .array(event, { minLength: 1, maxLength: 6 })
    .map((events) => events.map(([lines, end]) => `${lines.join(end)}${end}${end}`).join(''))
    .map((text) => Buffer.from(text));

  test('gotcha 28: no byte is lost, added or moved, wherever the chunks end', () => {
    fc.assert(
      fc.property(
        stream.chain((bytes) => fc.tuple(fc.constant(bytes), cutsIn(bytes.length))),
        ([bytes, positions]) => {
          expect(joined(cutAt(new SseSplitter(), bytes, positions)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('the events are the same, wherever the chunks end', () => {
    fc.assert(
      fc.property(
        stream.chain((bytes) => fc.tuple(fc.constant(bytes), cutsIn(bytes.length))),
        ([bytes, positions]) => {
          const whole = eventsOf(cutAt(new SseSplitter(), bytes, []));
          expect(eventsOf(cutAt(new SseSplitter(), bytes, positions))).toEqual(whole);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('with line feeds alone, the frames are the same to the byte', () => {
    const text =
      'event: a\ndata: {"x":"Ünïcödé 🦜"}\n\n: c\n\ndata: 1\ndata: 2\n\n\n\ndata: [DONE]\n\n';
    const bytes = Buffer.from(text);
    const whole = cutAt(new SseSplitter(), bytes, []);
    expect(whole.frames).toHaveLength(6);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const cut = cutAt(new SseSplitter(), bytes, [first, second]);
        expect(hex(cut.frames)).toEqual(hex(whole.frames));
        expect(cut.rest).toHaveLength(0);
      }
    }
  });

  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('%s ends a line; the last blank line may be missing', (_name, end) => {
    const bytes = Buffer.from(['data: a', '', ': comment', 'data: b', '', 'data: c'].join(end));
    for (let at = 0; at <= bytes.length; at += 1) {
      const cut = cutAt(new SseSplitter(), bytes, [at]);
      expect(eventsOf(cut)).toEqual(['|a', '|b']);
      expect(readSseFrame(cut.rest).data).toBe('c');
    }
  });

  test('a byte order mark before the first event is no part of its first line', () => {
    const [frame] = new SseSplitter().push(Buffer.from('\uFEFFdata: a\n\n'));
    expect(frame?.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(readSseFrame(frame ?? Buffer.alloc(0)).data).toBe('a');
  });
});

describe('an AWS event stream, cut into messages', () => {
  const codec = awsEventStreamCodec();
  const frame = fc.record({
    event: fc.constantFrom('chunk', 'contentBlockDelta'),
    data: fc.json(),
  });
  const stream = fc
    .array(frame, { minLength: 1, maxLength: 4 })
    .map((frames) => frames.map((one) => codec.encode(one)));

  test('gotcha 28: the messages are the same to the byte, wherever the chunks end', () => {
    fc.assert(
      fc.property(
        stream.chain((frames) => {
          const bytes = Buffer.concat(frames);
          return fc.tuple(fc.constant(frames), fc.constant(bytes), cutsIn(bytes.length));
        }),
        ([frames, bytes, positions]) => {
          const cut = cutAt(new EventStreamSplitter(), bytes, positions);
          expect(hex(cut.frames)).toEqual(hex(frames));
          expect(cut.rest).toHaveLength(0);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('half a message stays behind, wherever it is cut', () => {
    const first = codec.encode({ event: 'messageStart', data: '{"role":"assistant"}' });
    const second = codec.encode({ event: 'messageStop', data: '{"stopReason":"end_turn"}' });
    for (let length = 0; length < second.length; length += 1) {
      const bytes = Buffer.concat([first, second.subarray(0, length)]);
      const cut = cutAt(new EventStreamSplitter(), bytes, [length]);
      expect(hex(cut.frames)).toEqual(hex([first]));
      expect(cut.rest).toHaveLength(length);
    }
  });

  test.each([
    ['too short to be one', 15],
    ['longer than any', 0x7fff_ffff],
    ['text that is no event stream at all', Buffer.from('<htm').readUInt32BE(0)],
  ])(
    'a length that is %s is an error at once, and nothing is collected for it',
    (_name, length) => {
      const prelude = Buffer.alloc(12);
      prelude.writeUInt32BE(length, 0);
      expect(() => new EventStreamSplitter().push(prelude)).toThrow('no message length');
    },
  );

  test('a byte that was changed on the way is found, whichever it is', () => {
    const message = codec.encode({ event: 'metadata', data: '{"usage":{}}' });
    for (let at = 0; at < message.length; at += 1) {
      const damaged = Buffer.from(message);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      expect(() => codec.decode(damaged)).toThrow();
    }
  });
});
