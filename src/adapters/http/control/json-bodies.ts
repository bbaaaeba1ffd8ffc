import type { FastifyInstance } from 'fastify';
import { MonagoError } from '../../../domain/errors.ts';

/** Of an endpoint that does not say how much it takes. */
export const bodyBytesMax = 64 * 1024;

/** Takes JSON and nothing else: a form on another site can send neither this type nor, without asking, any other. */
export function jsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      if (body.length === 0) return undefined;
      try {
        return parse(body);
      } finally {
        // It may hold a provider key or a password.
        body.fill(0);
      }
    },
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Without the parser's own words: they quote the body.
    throw new MonagoError('invalid_request', { message: 'The body is not valid JSON.' });
  }
}
