import { type Dispatcher, Pool } from 'undici';
import { MonagoError } from '../../domain/errors.ts';
import type { KmsReply, KmsRequest, KmsTransport } from '../../ports/kms-transport.ts';
import { type OperatorRoute, operatorConnectors, originOf } from './operator-connectors.ts';

export interface OperatorTransportOptions extends OperatorRoute {
  /** What is thrown when there is no answer; unset: `kms_unavailable`. */
  readonly failure?: (because: string) => Error;
}

export type ClosableTransport = KmsTransport & { close(): Promise<void> };

const connectionsMax = 8;
const replyBytesMax = 256 * 1024;

/**
 * The way to the operator's own services, through the same connector as every other call: addresses are checked when the
 * connection is made, and the never-list (metadata, link-local, Monago itself) holds here too.
 * @throws MonagoError `bad_base_url` for an origin that is none
 */
export function createOperatorTransport(options: OperatorTransportOptions): ClosableTransport {
  const failure = options.failure ?? unavailable;
  const pools = new Map(
    [...operatorConnectors(options)].map(([origin, connect]) => [
      origin,
      new Pool(origin, { connect, connections: connectionsMax, pipelining: 1, allowH2: false }),
    ]),
  );
  return {
    async request(request) {
      const url = new URL(request.url);
      const pool = pools.get(originOf(url.origin));
      if (pool === undefined) throw failure(`${url.host} is not one of the operator's hosts`);
      try {
        return await exchange(pool, url, request);
      } catch (error) {
        throw failure(`${url.host}: ${reasonOf(error)}`);
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

async function exchange(pool: Pool, url: URL, request: KmsRequest): Promise<KmsReply> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(request.timeoutMs)));
  const attempt = () => send(pool, { url, request, signal });
  return attempt().catch((error: unknown) => {
    if (wasCutOff(error)) return attempt();
    throw error;
  });
}

interface Sending {
  readonly url: URL;
  readonly request: KmsRequest;
  readonly signal: AbortSignal;
}

async function send(pool: Pool, { url, request, signal }: Sending): Promise<KmsReply> {
  const { statusCode, body } = await pool.request({
    method: request.method,
    path: url.pathname + url.search,
    headers: request.headers,
    body: request.body ?? null,
    signal,
  });
  return { status: statusCode, body: await collect(body) };
}

/** A server may close an idle connection at the very moment of its reuse; asking twice does no harm here. */
function wasCutOff(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

async function collect(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      const bytes: unknown = chunk;
      if (!Buffer.isBuffer(bytes)) continue;
      chunks.push(bytes);
      length += bytes.length;
      if (length > replyBytesMax) throw new Error('the answer is too long');
    }
    // Slow: memory of its own, not a slice of the shared pool, so that zeroing it leaves no copy behind.
    const whole = Buffer.allocUnsafeSlow(length);
    chunks.reduce((at, chunk) => at + chunk.copy(whole, at), 0);
    return whole;
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** Messages of the HTTP client name hosts and states, never bodies; those of a parser are not among them. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}`.slice(0, 200) : 'failed';
}

function unavailable(because: string): MonagoError {
  return new MonagoError('kms_unavailable', { internal: `key management: ${because}` });
}
