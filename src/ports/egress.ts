import type { Secret } from '../domain/credential/secret.ts';
import type { UpstreamCall, UpstreamSink } from './provider.ts';

/** A header whose value holds a secret, e.g. `authorization: Bearer <key>`. */
export interface SecretHeader {
  readonly name: string;
  readonly prefix: string;
  readonly secret: Secret;
}

export interface EgressRequest {
  /** Canonical `scheme://host:port/prefix`; only its origin decides where the connection goes. */
  readonly destination: string;
  readonly method: string;
  /** Path and query on that origin, prefix included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Left out where the request carries a signature instead of the secret. */
  readonly secretHeader?: SecretHeader;
}

/**
 * The only way out of the process. Every connection is checked against the egress policy, whoever asks for it;
 * redirects are never followed.
 */
export interface Egress {
  /**
   * Whether the policy lets anybody connect to the destination as its name resolves now.
   * @throws MonagoError `bad_base_url`
   */
  check(destination: string): Promise<void>;
  /** Starts a call. Takes over the secret: it MUST be wiped once it is on the wire or the call is over. */
  dispatch(request: EgressRequest, sink: UpstreamSink): UpstreamCall;
}
