import type { IncomingMessage } from 'node:http';
import { Http2ServerRequest } from 'node:http2';
import { MonagoError } from '../../../domain/errors.ts';
import { knownEncodings, zlibDecoder } from './body-decoder.ts';

export interface BodyLimits {
  readonly bytesMax: number;
  /** How long the body may take to arrive. */
  readonly timeoutMs: number;
}

const empty = Buffer.alloc(0);

/**
 * The body as its sender meant it: collected and, where it was compressed, decompressed. The limit holds for both.
 * @throws MonagoError `request_too_large`, `request_timeout`, `unsupported_media_type`, `invalid_request` when it is cut
 * short or damaged
 */
export async function readDecodedBody(
  message: IncomingMessage,
  limits: BodyLimits,
): Promise<Buffer> {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return readRequestBody(message, limits);
  if (!knownEncodings.includes(encoding.toLowerCase())) {
    throw new MonagoError('unsupported_media_type', {
      message: `Send the body as it is, or with one of these content encodings: ${knownEncodings.join(', ')}.`,
    });
  }
  const body = await readRequestBody(message, limits);
  const decoded = await zlibDecoder.decode(encoding, body, limits.bytesMax);
  if (decoded !== undefined) return decoded;
  throw new MonagoError('invalid_request', {
    message: `The request body is not valid ${encoding}, or has more than ${limits.bytesMax} bytes without it.`,
  });
}

/**
 * Collects a request body as it is.
 * @throws MonagoError `request_too_large`, `request_timeout`, `invalid_request` when it is cut short
 */
function readRequestBody(message: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > limits.bytesMax) return Promise.reject(tooLarge(limits));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => fail(new MonagoError('request_timeout')), limits.timeoutMs);
    const finish = () => {
      clearTimeout(timer);
      message.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
    };
    const fail = (error: MonagoError) => {
      finish();
      message.pause();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.bytesMax) fail(tooLarge(limits));
      else chunks.push(chunk);
    };
    const onEnd = () => {
      if (isTakenBack(message)) return onCut();
      finish();
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes));
    };
    const onCut = () => fail(new MonagoError('invalid_request', { message: cutShort }));
    message.on('data', onData).on('end', onEnd).on('close', onCut).on('error', onCut);
    if (message.readableEnded) resolve(empty);
    else if (message.destroyed) onCut();
  });
}

/** Where a client resets a stream of HTTP/2, Node ends its body as if that were all of it. */
function isTakenBack(message: object): boolean {
  return message instanceof Http2ServerRequest && message.aborted;
}

const cutShort = 'The request body was cut short.';

function tooLarge({ bytesMax }: BodyLimits): MonagoError {
  return new MonagoError('request_too_large', {
    message: `The request body is too large: the limit is ${bytesMax} bytes.`,
  });
}
