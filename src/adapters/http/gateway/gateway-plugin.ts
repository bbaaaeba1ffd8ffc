import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import {
  type GatewayEndpoint,
  type GatewayEndpointName,
  gatewayEndpoints,
} from '../../../contract/gateway-endpoints.ts';
import type { ErrorCode } from '../../../domain/error-table.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { AuthFailureLog } from '../../../gateway/auth-failure-log.ts';
import type { Gateway, GatewayPorts } from '../../../gateway/gateway-ports.ts';
import type { GatewayRequest } from '../../../gateway/gateway-request.ts';
import { OutcomeBacklog } from '../../../gateway/outcome-backlog.ts';
import { handle } from '../../../gateway/pipeline.ts';
import { errorHeaders, openAiError } from '../../../gateway/reply/openai-error.ts';
import { NodeReply } from './node-reply.ts';
import { readRequestBody } from './request-body.ts';

export interface GatewayHttpOptions {
  readonly ports: GatewayPorts;
  readonly bodyBytesMax: number;
  readonly bodyTimeoutMs: number;
  readonly inFlightMax: number;
  /** Paths of endpoints that are off by default and wanted here, e.g. `/v1/completions`. */
  readonly extraEndpoints: readonly string[];
}

interface Row {
  readonly api: GatewayEndpointName;
  readonly endpoint: GatewayEndpoint;
}

const housekeepingMs = 5_000;

/**
 * Mounts the data plane. Which paths exist is public knowledge, so an unknown path (404) and a wrong method (405) are
 * answered before and without authentication, and leave no audit entry: nobody has been identified and nothing refused.
 */
export async function gatewayPlugin(
  fastify: FastifyInstance,
  use: GatewayHttpOptions,
): Promise<void> {
  const { ports } = use;
  const outcomes = new OutcomeBacklog(ports.auditLog, ports.log);
  const gateway: Gateway = { ...ports, authFailures: new AuthFailureLog(ports), outcomes };
  // The body is neither parsed nor buffered here: the gateway asks for its bytes once it knows the caller.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const serve = server(gateway, use);
  for (const row of offered(use.extraEndpoints)) {
    fastify.all(row.endpoint.path, (request, reply) => {
      reply.hijack();
      if (request.method === row.endpoint.method) serve(row, request.raw, reply.raw);
      else refuse(request.raw, reply.raw, 'method_not_allowed');
    });
  }
  for (const path of ['/v1', '/v1/*']) {
    fastify.all(path, (request, reply) => {
      reply.hijack();
      refuse(request.raw, reply.raw, 'unsupported_endpoint');
    });
  }
  const housekeeping = setInterval(() => {
    void gateway.authFailures.flush(false);
    void outcomes.retry();
  }, housekeepingMs);
  housekeeping.unref();
  fastify.addHook('onClose', async () => {
    clearInterval(housekeeping);
    await gateway.authFailures.flush(true);
    await outcomes.retry();
  });
}

/** @throws MonagoError `internal` for a wanted path that no endpoint has: a typing error must not go unnoticed */
function offered(extra: readonly string[]): Row[] {
  const rows: Row[] = [];
  const unknown = new Set(extra);
  for (const [name, endpoint] of Object.entries<GatewayEndpoint>(gatewayEndpoints)) {
    const isWanted = unknown.delete(endpoint.path);
    if (isApi(name) && (endpoint.offered === 'always' || isWanted))
      rows.push({ api: name, endpoint });
  }
  if (unknown.size === 0) return rows;
  throw new MonagoError('internal', {
    message: `MONAGO_EXTRA_ENDPOINTS: there is no endpoint ${[...unknown].join(', ')}`,
  });
}

function isApi(name: string): name is GatewayEndpointName {
  return Object.hasOwn(gatewayEndpoints, name);
}

type Serve = (row: Row, request: IncomingMessage, response: ServerResponse) => void;

function server(gateway: Gateway, use: GatewayHttpOptions): Serve {
  const limits = { bytesMax: use.bodyBytesMax, timeoutMs: use.bodyTimeoutMs };
  let inFlight = 0;
  return (row, message, response) => {
    if (inFlight >= use.inFlightMax) return refuse(message, response, 'overloaded');
    inFlight += 1;
    const request: GatewayRequest = {
      ...row,
      query: queryOf(message.url ?? ''),
      headers: message.headers,
      readBody: () => readRequestBody(message, limits),
    };
    handle(request, new NodeReply(message, response), gateway)
      .catch(() => response.destroy())
      .finally(() => {
        inFlight -= 1;
      });
  };
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** Answers without the pipeline: no caller is known, so there is nothing to audit. */
function refuse(message: IncomingMessage, response: ServerResponse, code: ErrorCode): void {
  const error = new MonagoError(code);
  const body = Buffer.from(openAiError(error));
  const reply = new NodeReply(message, response);
  // A turn later a small body has arrived as well, and the connection can be kept.
  setImmediate(() => {
    const allow = code === 'method_not_allowed' ? ['allow', 'POST'] : [];
    const length = ['content-length', String(body.length)];
    reply.head(error.status, [...errorHeaders(error), ...allow, ...length]);
    reply.end(body);
  });
}
