import type { IncomingMessage } from 'node:http';
import { MonagoError } from '../../../domain/errors.ts';

export interface BodyLimits {
  readonly bytesMax: number;
  /** How long the body may take to arrive. */
  readonly timeoutMs: number;
}

const empty = Buffer.alloc(0);

/**
 * Collects a request body as it is.
 * @throws MonagoError `request_too_large`, `request_timeout`, `invalid_request` when it is cut short
 */
export function readRequestBody(message: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
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

const cutShort = 'The request body was cut short.';

function tooLarge({ bytesMax }: BodyLimits): MonagoError {
  return new MonagoError('request_too_large', {
    message: `The request body is too large: the limit is ${bytesMax} bytes.`,
  });
}
