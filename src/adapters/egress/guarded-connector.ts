import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { Destination } from '../../domain/credential/destination.ts';
import { isAddress } from './address-class.ts';
import type { EgressPolicy } from './egress-policy.ts';
import type { SealedHeaders } from './sealed-header.ts';

/** Name resolution as `node:dns` offers it, all addresses at once. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** The policy does not let a connection go where it was headed. */
export class EgressRefused extends Error {
  constructor(because: string) {
    super(because);
    this.name = 'EgressRefused';
  }
}

export function resolveAll(lookup: Lookup, host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => {
      if (error === null) resolve(found.map(({ address }) => address));
      else reject(error);
    });
  });
}

export interface ConnectorParts {
  readonly policy: EgressPolicy;
  readonly lookup: Lookup;
  readonly sealed: SealedHeaders;
  readonly options: { readonly connectTimeoutMs: number; readonly ca?: string };
}

/**
 * Connects only to addresses that the policy accepts at this very moment: a name that resolved to a harmless address
 * when the base URL was saved may resolve to another one now (DNS rebinding).
 */
export function createGuardedConnector(
  parts: ConnectorParts,
  destination: Destination,
): buildConnector.connector {
  const { policy, sealed, options } = parts;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    lookup: guardedLookup(parts, destination),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return (target, callback) => {
    if (isAddress(destination.host)) {
      // For an address the system is never asked to resolve anything, so the look-up hook would not run.
      const refused = policy.refusal(destination, [destination.host]);
      if (refused !== undefined) return callback(new EgressRefused(refused), null);
    }
    connect(target, (...outcome) => {
      if (outcome[0] === null) {
        sealed.attach(outcome[1]);
        callback(null, outcome[1]);
      } else callback(outcome[0], null);
    });
  };
}

function guardedLookup(
  { policy, lookup }: ConnectorParts,
  destination: Destination,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const refused = policy.refusal(
        destination,
        found.map(({ address }) => address),
      );
      if (refused !== undefined) return callback(new EgressRefused(refused), []);
      const [first] = found;
      if (options.all === true || first === undefined) return callback(null, found);
      return callback(null, first.address, first.family);
    });
  };
}
