import * as zlib from 'node:zlib';
import type { BodyDecoder } from '../../../ports/body-decoder.ts';

type Unpack = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
type Callback = (error: Error | null, result: Buffer) => void;
type CallbackUnpack = (body: Buffer, options: zlib.ZlibOptions, done: Callback) => void;

function promised(unpack: CallbackUnpack): Unpack {
  return (body, options) =>
    new Promise((resolve, reject) => {
      unpack(body, options, (error, result) => (error === null ? resolve(result) : reject(error)));
    });
}

const unpackers = new Map<string, Unpack>([
  ['gzip', promised(zlib.gunzip)],
  ['x-gzip', promised(zlib.gunzip)],
  ['deflate', promised(zlib.inflate)],
  ['br', promised(zlib.brotliDecompress)],
]);
// Node has Zstandard from 22.15 on.
const { zstdDecompress } = zlib as { readonly zstdDecompress?: CallbackUnpack };
if (zstdDecompress !== undefined) unpackers.set('zstd', promised(zstdDecompress));

/** Content encodings, with a limit to what comes out. */
export const zlibDecoder: BodyDecoder = {
  knows: (encoding) => unpackers.has(encoding.trim().toLowerCase()),
  async decode(encoding, body, bytesMax) {
    const unpack = unpackers.get(encoding.trim().toLowerCase());
    if (unpack === undefined) return undefined;
    try {
      return await unpack(body, { maxOutputLength: bytesMax });
    } catch {
      return undefined;
    }
  },
};

/** Encodings that a request may have. */
export const knownEncodings: readonly string[] = [...unpackers.keys()];
