import type { Endpoint, EndpointCall, EndpointReply } from '../../../src/contract/endpoint.ts';
import {
  type ControlEndpointName,
  type ControlEndpoints,
  controlEndpoints,
} from '../../../src/contract/endpoints.ts';
import { ApiError, problemOf } from './api-error.ts';

type Call<N extends ControlEndpointName> = EndpointCall<ControlEndpoints[N]>;
export type Reply<N extends ControlEndpointName> = EndpointReply<ControlEndpoints[N]>;

/** Rows that take nothing need no second argument. */
export type Input<N extends ControlEndpointName> = unknown extends Call<N> ? [] : [input: Call<N>];

/** What a row takes in its body. */
export type Body<N extends ControlEndpointName> =
  Call<N> extends { readonly body: infer B } ? B : never;

interface CallParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** Dispatched on `window` when the session has ended, so that whatever holds a secret drops it. */
export const signedOutEvent = 'monago:signed-out';

/** Longer than any validation or query may take; an answer after that is no answer. */
const timeoutMs = 60_000;

/**
 * Calls one row of the contract.
 * @throws ApiError and nothing else
 */
export function call<N extends ControlEndpointName>(name: N, ...input: Input<N>): Promise<Reply<N>>;
export async function call(name: ControlEndpointName, input: CallParts = {}): Promise<unknown> {
  const row: Endpoint = controlEndpoints[name];
  const response = await send(row, input);
  const body = await readJson(response);
  if (response.ok) return checked(row, body);
  const failure = problemOf(body, response.headers);
  if (failure.code === 'signed_out') window.dispatchEvent(new Event(signedOutEvent));
  throw failure;
}

async function send(row: Endpoint, { params, query, body }: CallParts): Promise<Response> {
  const init: RequestInit = {
    method: row.method,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(addressOf(row.path, { params, query }), init);
  } catch (cause) {
    throw new ApiError('unreachable', { cause });
  }
}

/** The address of a row: `{name}` replaced, the query in the order given, undefined values left out. */
export function addressOf(
  path: string,
  { params = {}, query = {} }: { params?: CallParts['params']; query?: CallParts['query'] },
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? filled : `${filled}?${search}`;
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

// A proxy's log-in page answers 200 with HTML: what is not the contract's reply must not reach a page.
function checked(row: Endpoint, body: unknown): unknown {
  if (!('safeParse' in row.reply)) return body;
  const parsed = row.reply.safeParse(body);
  if (!parsed.success) throw new ApiError('unreachable', { cause: parsed.error });
  return parsed.data;
}
