import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import {
  type ErrorShape,
  type GatewayEndpoint,
  type GatewayEndpointName,
  gatewayEndpoints,
  type Purpose,
} from '../../../contract/gateway-endpoints.ts';
import type { ErrorCode } from '../../../domain/error-table.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { answerApproval } from '../../../gateway/approvals/answer-approval.ts';
import { AuthFailureLog } from '../../../gateway/auth-failure-log.ts';
import type { Gateway, GatewayPorts } from '../../../gateway/gateway-ports.ts';
import type { GatewayRequest } from '../../../gateway/gateway-request.ts';
import { Governances } from '../../../gateway/govern/governance.ts';
import { answerModels } from '../../../gateway/models/answer-models.ts';
import { OutcomeBacklog } from '../../../gateway/outcome-backlog.ts';
import { handle } from '../../../gateway/pipeline.ts';
import { errorBody, ownErrorHeaders } from '../../../gateway/reply/error-reply.ts';
import { UsageRefusals } from '../../../gateway/usage-refusals.ts';
import { WaitingRoom } from '../../../gateway/waiting-room.ts';
import { NodeReply, type ReplyTimes } from './node-reply.ts';
import { outletOf } from './outlet-of.ts';
import { readDecodedBody } from './request-body.ts';
import { type Found, type Row, router } from './router.ts';

export interface GatewayHttpOptions {
  readonly ports: GatewayPorts;
  readonly bodyBytesMax: number;
  readonly bodyTimeoutMs: number;
  readonly inFlightMax: number;
  readonly times: ReplyTimes;
  /** Paths of endpoints that are off by default and wanted here, e.g. `/v1/completions`. */
  readonly extraEndpoints: readonly string[];
}

const answerers = {
  answer: handle,
  count: handle,
  stored: handle,
  models: answerModels,
  approval: answerApproval,
} as const satisfies Readonly<Record<Purpose, typeof handle>>;

// Everything below these paths is the gateway's: what no row names is refused here and not looked for elsewhere.
const mounts = ['/v1', '/v1/*', '/model/*'];
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
  const authFailures = new AuthFailureLog(ports);
  const usageRefusals = new UsageRefusals();
  const governances = new Governances(ports.detectorsFor, ports.log);
  const gateway: Gateway = {
    ...ports,
    authFailures,
    outcomes,
    usageRefusals,
    governances,
    waitingRoom: new WaitingRoom(),
  };
  // The body is neither parsed nor buffered here: the gateway asks for its bytes once it knows the caller.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const serve = server(gateway, use);
  const find = router(offered(use.extraEndpoints));
  for (const path of mounts) {
    fastify.all(path, (request, reply) => {
      reply.hijack();
      const channel = new NodeReply(outletOf(request.raw, reply.raw), use.times);
      const found = find(request.method, request.raw.url ?? '');
      if ('refusal' in found) refuse(found, channel);
      else serve(found, request.raw, channel);
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

type Serve = (found: Found, request: IncomingMessage, reply: NodeReply) => void;

function server(gateway: Gateway, use: GatewayHttpOptions): Serve {
  const limits = { bytesMax: use.bodyBytesMax, timeoutMs: use.bodyTimeoutMs };
  let inFlight = 0;
  return ({ row, params }, message, reply) => {
    if (inFlight >= use.inFlightMax) {
      return refuse({ refusal: 'overloaded', shape: row.endpoint.shape }, reply);
    }
    inFlight += 1;
    const request: GatewayRequest = {
      ...row,
      params,
      query: queryOf(message.url ?? ''),
      headers: message.headers,
      readBody: () => readDecodedBody(message, limits),
    };
    const answer = answerers[row.endpoint.purpose];
    answer(request, reply, gateway)
      .catch(() => reply.destroy())
      .finally(() => {
        inFlight -= 1;
      });
  };
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

interface Refusal {
  readonly refusal: ErrorCode;
  readonly shape: ErrorShape;
  readonly allow?: readonly string[];
}

/** Answers without the pipeline: no caller is known, so there is nothing to audit. */
function refuse(use: Refusal, reply: NodeReply): void {
  const error = new MonagoError(use.refusal);
  const body = errorBody(use.shape, error, '');
  // A turn later a small body has arrived as well, and the connection can be kept.
  setImmediate(() => {
    const allow = use.allow === undefined ? [] : ['allow', use.allow.join(', ')];
    const length = ['content-length', String(body.length)];
    reply.head(error.status, [...ownErrorHeaders(use.shape, error), ...allow, ...length]);
    reply.end(body);
  });
}
