import { networkInterfaces } from 'node:os';
import { isAddress } from './address-class.ts';
import { type Lookup, resolveAll } from './resolve-all.ts';

/** A place that belongs to Monago itself: where it listens, its database, its key management. */
export interface OwnEndpoint {
  /** A name or an address; `0.0.0.0`, `::` and `localhost` stand for every address of this machine. */
  readonly host: string;
  readonly port: number;
  /** Only the name is Monago's: behind its address, a proxy for instance, there are others too. */
  readonly isNameOnly?: boolean;
}

/** An own endpoint with the addresses that its name has now. */
export interface OwnPlace extends OwnEndpoint {
  /** Undefined while they are not known; empty where only the name counts. */
  readonly addresses: readonly string[] | undefined;
}

const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', 'localhost']);
const refreshAfterMs = 5_000;
const lookupTimeoutMs = 2_000;

/**
 * Monago's own endpoints by name and by address: a database that the settings name `db.corp` is not to be reached as
 * `10.0.0.5` either. The names are looked up again while Monago runs, because databases move.
 */
export class OwnPlaces {
  readonly #own: () => readonly OwnEndpoint[];
  readonly #lookup: Lookup;
  readonly #known = new Map<string, { addresses: readonly string[] | undefined; atMs: number }>();
  #refreshing: Promise<void> | undefined;

  /** @param own asked each time, because a port may only be known after listening */
  constructor(own: () => readonly OwnEndpoint[], lookup: Lookup) {
    this.#own = own;
    this.#lookup = lookup;
  }

  /** MUST be awaited before a decision; does nothing while what is known is fresh. Never rejects. */
  async refresh(): Promise<void> {
    const names = this.#own()
      .filter(isLookedUp)
      .map(({ host }) => normalHost(host));
    if (names.every((name) => this.#isFresh(name))) return;
    this.#refreshing ??= this.#lookUp(names).finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  list(): readonly OwnPlace[] {
    return this.#own().map((endpoint) => {
      const host = normalHost(endpoint.host);
      return { ...endpoint, host, addresses: this.#addressesOf(endpoint, host) };
    });
  }

  #addressesOf(endpoint: OwnEndpoint, host: string): readonly string[] | undefined {
    if (endpoint.isNameOnly === true) return [];
    if (everyAddress.has(host)) return machineAddresses();
    return isAddress(host) ? [host] : this.#known.get(host)?.addresses;
  }

  #isFresh(name: string): boolean {
    const known = this.#known.get(name);
    return known !== undefined && performance.now() - known.atMs < refreshAfterMs;
  }

  async #lookUp(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const found = await resolveAll(this.#lookup, name, lookupTimeoutMs).catch(() => undefined);
        // What cannot be looked up now is still where it was.
        const addresses = found ?? this.#known.get(name)?.addresses;
        this.#known.set(name, { addresses, atMs: performance.now() });
      }),
    );
  }
}

function isLookedUp({ host, isNameOnly }: OwnEndpoint): boolean {
  return isNameOnly !== true && !everyAddress.has(normalHost(host)) && !isAddress(normalHost(host));
}

/** As hosts of destinations are written: lower case, no brackets, no dot at the end. */
function normalHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** Every address of this machine's network cards, loopback included. */
export function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((cards) =>
    (cards ?? []).map(({ address }) => address),
  );
}
