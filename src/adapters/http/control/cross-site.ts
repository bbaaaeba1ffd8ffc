import type { FastifyRequest } from 'fastify';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that changes something may come from another site. Browsers say where a request comes from in
 * `Sec-Fetch-Site` (Fetch Metadata), which no page can set; where that is missing, `Origin` has to be our own.
 */
export function isCrossSite(request: FastifyRequest, publicUrl: string): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return origin !== new URL(publicUrl).origin && origin !== `${request.protocol}://${request.host}`;
}
