import type { Provider } from '../domain/credential/credential.ts';
import type { Secret } from '../domain/credential/secret.ts';

/** Outcome of asking a provider's metadata endpoint whether a key works. */
export type KeyValidation =
  | { readonly result: 'valid' }
  /** The key is genuine but may not list models; it is accepted with a warning. */
  | { readonly result: 'valid_limited'; readonly providerDetail?: string }
  | { readonly result: 'invalid'; readonly providerDetail?: string }
  /** The key is genuine, and the provider refuses it until its account is paid for. */
  | { readonly result: 'billing'; readonly providerDetail?: string }
  /** The key is bound to a region, and it is not this one. */
  | { readonly result: 'region_mismatch'; readonly providerDetail?: string }
  | { readonly result: 'unreachable'; readonly providerDetail?: string }
  | { readonly result: 'timeout' }
  /** Something answered that is not this provider: HTML, a redirect, no JSON. */
  | { readonly result: 'bad_base_url'; readonly providerDetail?: string };

/** Where a key is to be used, as an administrator typed it. */
export interface ProviderPlace {
  /** Undefined is the provider's public address. */
  readonly baseUrl: string | undefined;
  /** For providers whose address depends on it; ignored by the others. */
  readonly region: string | undefined;
}

export interface UpstreamRequest {
  /** Canonical destination that the key is bound to. */
  readonly destination: string;
  readonly method: string;
  /** Path and query as sent to Monago, e.g. `/v1/chat/completions`. */
  readonly path: string;
  /** Lower-case names; already reduced to what may be forwarded. Never holds a credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface UpstreamHead {
  readonly status: number;
  /** Lower-case names, in the provider's order; a name may repeat. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Why a call to the provider failed, when it is not an HTTP answer. */
export type UpstreamFailure = 'unreachable' | 'blocked' | 'timeout' | 'broken' | 'aborted';

/** Receives one answer. Calls come in this order: head, data*, then end or fail; fail may come at any time. */
export interface UpstreamSink {
  head(head: UpstreamHead): void;
  /** The provider's bytes as they arrived. Returning false pauses the provider until `resume()`. */
  data(chunk: Buffer): boolean;
  end(): void;
  fail(failure: UpstreamFailure, detail: string): void;
}

export interface UpstreamCall {
  resume(): void;
  /**
   * The answer is over by the rules of its own format. A provider that does not close within 250 ms is not waited for: the
   * sink gets `end`.
   */
  expectEnd(): void;
  /** Ends the call; the sink gets `fail('aborted')` unless it has already ended. */
  abort(): void;
}

/** One provider, with every quirk of its wire format. */
export interface ProviderClient {
  readonly provider: Provider;
  /**
   * The one spelling of a place: `scheme://host:port/prefix`, or `aws:<region>[:<endpoint>]` (see `aws-destination.ts`).
   * @throws MonagoError `bad_base_url` | `invalid_input` (region) when it cannot be used
   */
  destination(place: ProviderPlace): Promise<string>;
  /** MUST finish within 5 s, follow no redirect, and return only scrubbed provider words. */
  validateKey(key: Secret, destination: string): Promise<KeyValidation>;
  /** Starts the call. Takes over `key` and MUST wipe it when it is on the wire or the call failed. */
  call(request: UpstreamRequest, key: Secret, sink: UpstreamSink): UpstreamCall;
}
