import { lookup as systemLookup } from 'node:dns';
import { Pool } from 'undici';
import {
  canonicalDestination,
  type Destination,
  parseDestination,
} from '../../domain/credential/destination.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { Egress } from '../../ports/egress.ts';
import { isAddress } from './address-class.ts';
import { AllowListError, parseAllowEntry } from './allow-entry.ts';
import { createEgressPolicy } from './egress-policy.ts';
import { type ConnectorParts, createGuardedConnector } from './guarded-connector.ts';
import { machineAddresses, type OwnEndpoint, OwnPlaces } from './own-places.ts';
import { type Lookup, resolveAll } from './resolve-all.ts';
import { SealedHeaders } from './sealed-header.ts';
import { startCall } from './start-call.ts';

export interface EgressOptions {
  readonly mode: 'cloud' | 'onprem';
  readonly allow: readonly string[];
  /** Where Monago itself and its database are: never a destination, whatever the list says. */
  readonly own: () => readonly OwnEndpoint[];
  readonly connectTimeoutMs: number;
  readonly headTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** Connections to one origin. */
  readonly connectionsMax: number;
  /** Name resolution; the system's unless a test brings its own. */
  readonly lookup?: Lookup;
  /** Additional trusted certificates, PEM, for internal gateways. */
  readonly ca?: string;
}

export type ClosableEgress = Egress & { close(): Promise<void> };

// A tenant can name any number of hosts over time; idle pools of the oldest are given up.
const originsMax = 256;
const checkTimeoutMs = 3_000;

/**
 * The one place where connections to other machines are made.
 * @throws AllowListError
 */
export function createEgress(options: EgressOptions): ClosableEgress {
  const parts = connectorParts(options);
  const pools = new Map<string, Pool>();

  function poolFor(destination: string): Pool {
    const origin = originOf(parseDestination(destination));
    const known = pools.get(origin);
    if (known !== undefined) return known;
    const pool = openPool(origin, parts, options);
    pools.set(origin, pool);
    giveUpOldest(pools);
    return pool;
  }

  return {
    async check(destination) {
      const target = readTarget(destination);
      const [addresses] = await Promise.all([
        addressesOf(target.host, parts.lookup),
        parts.own.refresh(),
      ]);
      const refused = parts.policy.refusal(target, addresses);
      if (refused !== undefined) {
        throw new MonagoError('bad_base_url', {
          message: `This base URL cannot be used: ${refused}.`,
          param: 'base_url',
        });
      }
    },
    dispatch(request, sink) {
      const { totalTimeoutMs } = options;
      try {
        const pool = poolFor(request.destination);
        return startCall({ pool, sealed: parts.sealed, totalTimeoutMs }, request, sink);
      } catch (failure) {
        request.secretHeader?.secret.wipe();
        throw failure;
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy(new Error('closing'))));
      pools.clear();
    },
  };
}

function connectorParts(options: EgressOptions): ConnectorParts {
  const { mode, allow, lookup = systemLookup } = options;
  const unreadable = allow.filter((entry) => parseAllowEntry(entry) === undefined);
  if (unreadable.length > 0) throw new AllowListError(unreadable);
  const own = new OwnPlaces(options.own, lookup);
  const policy = createEgressPolicy({
    mode,
    allow,
    own: () => own.list(),
    localAddresses: machineAddresses,
  });
  return { policy, own, lookup, sealed: new SealedHeaders(), options };
}

function openPool(origin: string, parts: ConnectorParts, options: EgressOptions): Pool {
  return new Pool(origin, {
    connect: createGuardedConnector(parts, readTarget(origin)),
    connections: options.connectionsMax,
    pipelining: 1,
    allowH2: false,
    headersTimeout: options.headTimeoutMs,
    bodyTimeout: options.idleTimeoutMs,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
  });
}

function originOf({ scheme, host, port }: Destination): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What is not in its canonical form came past `canonicalDestination`, and others may read it differently. */
function readTarget(destination: string): Destination {
  if (canonicalDestination(destination) !== destination) {
    throw new MonagoError('internal', { internal: 'a destination that is not canonical' });
  }
  return parseDestination(destination);
}

async function addressesOf(host: string, lookup: Lookup): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  return resolveAll(lookup, host, checkTimeoutMs).catch(() => []);
}

function giveUpOldest(pools: Map<string, Pool>): void {
  if (pools.size <= originsMax) return;
  const [oldest] = pools;
  if (oldest === undefined) return;
  pools.delete(oldest[0]);
  // Running calls end in peace; an error while closing an idle pool concerns nobody.
  oldest[1].close().catch(() => undefined);
}
