import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply } from 'fastify';
import { type ErrorCode, errorTable } from '../../../domain/error-table.ts';
import { bothVersions, type Listeners } from './both-versions.ts';
import { dashboardPlugin } from './dashboard-plugin.ts';
import { healthPlugin, type ReadinessCheck } from './health-plugin.ts';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly headerBytesMax: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly checks: readonly ReadinessCheck[];
  /** The planes this process serves. */
  readonly planes: readonly FastifyPluginAsync[];
  /** Directory of the built dashboard; undefined where the control plane is not served. */
  readonly dashboardDirectory: string | undefined;
}

export interface HttpServer {
  /** `http://host:port` as it is bound. */
  readonly url: string;
  /** Stops accepting, lets running requests finish, then resolves. */
  close(): Promise<void>;
}

const idleSweepMs = 50;
/** A model's ARN is the longest thing that an address names. */
export const pathParameterLengthMax = 2_048;

/** One listener for whatever planes this process serves. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const listeners = bothVersions({
    headerBytesMax: options.headerBytesMax,
    tls: options.tls && {
      cert: readFileSync(options.tls.certFile),
      key: readFileSync(options.tls.keyFile),
    },
  });
  const fastify = createFastify(listeners);
  await fastify.register(healthPlugin, { checks: options.checks });
  for (const plane of options.planes) await fastify.register(plane);
  if (options.dashboardDirectory !== undefined) {
    await fastify.register(dashboardPlugin, { directory: options.dashboardDirectory });
  }
  await fastify.listen({ host: options.host, port: options.port });
  return { url: addressOf(fastify, options), close: () => closeGracefully(fastify, listeners) };
}

/** A kept-alive connection is closed as soon as its last request is answered, not when it has been idle for long. */
async function closeGracefully(fastify: FastifyInstance, listeners: Listeners): Promise<void> {
  const sweep = setInterval(() => fastify.server.closeIdleConnections(), idleSweepMs);
  listeners.close();
  try {
    await fastify.close();
  } finally {
    clearInterval(sweep);
  }
}

function createFastify({ create }: Listeners): FastifyInstance {
  return Fastify({
    logger: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: pathParameterLengthMax },
    exposeHeadRoutes: false,
    return503OnClosing: true,
    serverFactory: create,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerUnreadableAddress,
  });
}

/** What is not even HTTP never reaches a route: answer it here, in JSON like everything else. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, body } = refusalOf(brokenRequestCode(error.code));
  socket.end(
    `HTTP/1.1 ${status} Error\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Fastify's own answer repeats the address, and with it whatever was pasted into it. */
function answerUnreadableAddress(_error: Error, _request: unknown, reply: FastifyReply): void {
  const { status, body } = refusalOf('invalid_request');
  reply.code(status).type('application/json').send(body);
}

function refusalOf(code: ErrorCode): { readonly status: number; readonly body: string } {
  const { status, type, message } = errorTable[code];
  return { status, body: JSON.stringify({ error: { message, type, param: null, code } }) };
}

function brokenRequestCode(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  return 'invalid_request';
}

function addressOf(fastify: FastifyInstance, options: HttpServerOptions): string {
  const address = fastify.addresses()[0];
  const port = typeof address === 'object' ? address.port : options.port;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
}
