import { lookup as systemLookup } from 'node:dns';
import type { buildConnector } from 'undici';
import {
  canonicalDestination,
  type Destination,
  parseDestination,
} from '../../domain/credential/destination.ts';
import { createEgressPolicy } from './egress-policy.ts';
import { createGuardedConnector } from './guarded-connector.ts';
import { machineAddresses, type OwnEndpoint, OwnPlaces } from './own-places.ts';
import type { Lookup } from './resolve-all.ts';
import { SealedHeaders } from './sealed-header.ts';

/** The way to services of the operator. */
export interface OperatorRoute {
  /** Origins that the operator's settings name, and nothing else. They may be internal. */
  readonly origins: readonly string[];
  /** Monago's own listen address and database: never a destination. */
  readonly own: () => readonly OwnEndpoint[];
  readonly connectTimeoutMs: number;
  /** Trusted certificates, PEM, instead of the system's. */
  readonly ca?: string;
  readonly lookup?: Lookup;
}

/** One guarded connector for each origin. @throws MonagoError `bad_base_url` for an origin that is none */
export function operatorConnectors(
  route: OperatorRoute,
): ReadonlyMap<string, buildConnector.connector> {
  const targets = new Map(
    route.origins.map((origin) => [originOf(origin), destinationOf(origin)] as const),
  );
  // Not the tenants' allow-list: it holds in every mode, because these hosts are the operator's.
  const lookup = route.lookup ?? systemLookup;
  const own = new OwnPlaces(route.own, lookup);
  const policy = createEgressPolicy({
    mode: 'onprem',
    allow: [...targets.values()].map(({ host, port }) => `${bracketed(host)}:${port}`),
    own: () => own.list(),
    localAddresses: machineAddresses,
  });
  const parts = { policy, own, lookup, sealed: new SealedHeaders(), options: route };
  return new Map(
    [...targets].map(([origin, target]) => [origin, createGuardedConnector(parts, target)]),
  );
}

/** The origin in the one spelling that there is for it. @throws MonagoError `bad_base_url` */
export function originOf(origin: string): string {
  const { scheme, host, port } = destinationOf(origin);
  return `${scheme}://${bracketed(host)}:${port}`;
}

function destinationOf(origin: string): Destination {
  return parseDestination(canonicalDestination(origin));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
