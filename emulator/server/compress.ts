import { constants, createGzip } from 'node:zlib';

/** One gzip stream, flushed after each frame, so that a reader can decode every event when it arrives. */
export async function gzipFrames(frames: Buffer[]): Promise<Buffer[]> {
  const gzip = createGzip();
  let ready: Buffer[] = [];
  const drain = () => {
    for (let part: unknown = gzip.read(); Buffer.isBuffer(part); part = gzip.read()) {
      ready.push(part);
    }
  };
  // A frame larger than the stream's buffer is only taken in while its output is being read.
  gzip.on('readable', drain);
  const settled = (act: (done: () => void) => void) =>
    new Promise<Buffer>((resolve, reject) => {
      gzip.once('error', reject);
      act(() => {
        gzip.off('error', reject);
        drain();
        const bytes = Buffer.concat(ready);
        ready = [];
        resolve(bytes);
      });
    });
  const compressed: Buffer[] = [];
  for (const frame of frames) {
    gzip.write(frame);
    compressed.push(await settled((done) => gzip.flush(constants.Z_SYNC_FLUSH, done)));
  }
  const trailer = await settled((done) => gzip.once('end', done).end());
  return [...compressed, trailer];
}
