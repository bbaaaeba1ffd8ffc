import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { Destination } from '../../domain/credential/destination.ts';
import { isAddress } from './address-class.ts';
import type { EgressPolicy } from './egress-policy.ts';
import type { OwnPlaces } from './own-places.ts';
import type { Lookup } from './resolve-all.ts';
import type { SealedHeaders } from './sealed-header.ts';

/** The policy does not let a connection go where it was headed. */
export class EgressRefused extends Error {
  constructor(because: string) {
    super(because);
    this.name = 'EgressRefused';
  }
}

export interface ConnectorParts {
  readonly policy: EgressPolicy;
  readonly own: OwnPlaces;
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
  const { policy, own, sealed, options } = parts;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    lookup: guardedLookup(parts, destination),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  const open: buildConnector.connector = (target, callback) => {
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
  return (target, callback) => {
    own
      .refresh()
      .then(() => open(target, callback))
      .catch((error: Error) => callback(error, null));
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
