import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contentSecurityPolicy, documentHeaders, newNonce } from './security-headers.ts';

const noncePlaceholder = /__CSP_NONCE__/g;
const oneYearSeconds = 31_536_000;

/** Serves the built dashboard: hashed assets for ever, the document fresh each time with its own nonce. */
export async function dashboardPlugin(
  fastify: FastifyInstance,
  { directory }: { directory: string },
): Promise<void> {
  const document = readDocument(directory);
  await fastify.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(documentHeaders)) reply.setHeader(name, value);
      const isHashed = path.includes('/assets/');
      reply.setHeader(
        'cache-control',
        isHashed ? `public, max-age=${oneYearSeconds}, immutable` : 'no-cache',
      );
    },
  });
  // Every other path is a page of the single-page application; it shows its own "not found".
  fastify.get('/', (_request, reply) => sendDocument(reply, document));
  fastify.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (wantsPage === true) return sendDocument(reply, document);
    return reply
      .code(404)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: 'about:blank',
          title: 'Not found.',
          status: 404,
          code: 'not_found',
        }),
      );
  });
}

function sendDocument(reply: FastifyReply, document: string): FastifyReply {
  const nonce = newNonce();
  return reply
    .headers({
      ...documentHeaders,
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(document.replace(noncePlaceholder, nonce));
}

function readDocument(directory: string): string {
  const path = join(directory, 'index.html');
  if (!existsSync(path)) {
    throw new Error(`The dashboard is not built: ${path} does not exist. Run "npm run build".`);
  }
  return readFileSync(path, 'utf8');
}
