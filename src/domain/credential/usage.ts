import type { Credential } from './credential.ts';

/** What a provider, or the way to it, did to a request that its caller did not cause. */
export const faultCodes = [
  /** 401: the provider does not accept the key. */
  'rejected',
  /** 403: the key is genuine and may not do this. */
  'forbidden',
  /** 402: the provider waits for its bill to be settled. */
  'billing',
  /** 429: rate limit or quota of the provider. */
  'rate_limited',
  /** 5xx: the provider failed. */
  'provider_error',
  'unreachable',
  'blocked',
  'timeout',
  'broken',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface CredentialFault {
  readonly code: FaultCode;
  /** The provider's HTTP status; undefined where it did not answer. */
  readonly status: number | undefined;
}

/** What the gateway has seen of a credential. Times are milliseconds since the epoch. */
export interface CredentialState {
  readonly lastUsedAt: number | undefined;
  /** The last fault, and which version of the key met it. */
  readonly lastFault:
    | (CredentialFault & { readonly at: number; readonly version: number })
    | undefined;
  /** Versions that running requests still use, as far as nodes have reported. */
  readonly versionsInUse: readonly number[];
}

/**
 * How long after a rotation a node may still begin a request with the older key (it stops serving when it has not
 * confirmed its directory for 5 s) and not have reported it yet.
 */
export const rotationSettlesMs = 10_000;

/** What the answer with this status says about the credential; undefined where the request itself was at fault. */
export function faultOfStatus(status: number): CredentialFault | undefined {
  if (status >= 500) return { code: 'provider_error', status };
  switch (status) {
    case 401:
      return { code: 'rejected', status };
    case 402:
      return { code: 'billing', status };
    case 403:
      return { code: 'forbidden', status };
    case 429:
      return { code: 'rate_limited', status };
    default:
      return undefined;
  }
}

/**
 * Whether an older key of the credential may still be in use. False is a promise: it is safe to revoke that key at the
 * provider.
 */
export function isOldKeyInUse(
  { version, rotatedAt }: Pick<Credential, 'version' | 'rotatedAt'>,
  { versionsInUse }: Pick<CredentialState, 'versionsInUse'>,
  now: number,
): boolean {
  if (rotatedAt !== undefined && now < rotatedAt + rotationSettlesMs) return true;
  return versionsInUse.some((used) => used < version);
}
