import { constants, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitBytes } from './byte-split.ts';
import { gzipFrames } from './compress.ts';

const frame = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

test('the pieces join to the same bytes, and none is larger than asked', () => {
  fc.assert(
    fc.property(frame, fc.nat(), fc.integer({ min: 1, max: 50 }), (bytes, seed, sizeMax) => {
      const pieces = splitBytes(bytes, { seed, sizeMax });
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
      expect(pieces.every(({ length }) => length >= 1 && length <= sizeMax)).toBe(true);
    }),
  );
});

test('each compressed frame can be decoded with those before it alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
      const compressed = await gzipFrames(frames);
      expect(gunzipSync(Buffer.concat(compressed)).equals(Buffer.concat(frames))).toBe(true);
      frames.forEach((_, at) => {
        const soFar = gunzipSync(Buffer.concat(compressed.slice(0, at + 1)), {
          finishFlush: constants.Z_SYNC_FLUSH,
        });
        expect(soFar.equals(Buffer.concat(frames.slice(0, at + 1)))).toBe(true);
      });
    }),
    { numRuns: 50 },
  );
});
