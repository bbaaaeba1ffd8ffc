import ipaddr from 'ipaddr.js';
import type { Destination } from '../../domain/credential/destination.ts';
import { type AddressClass, classifyAddress, isWithin, normalAddress } from './address-class.ts';

/** A place that belongs to Monago itself: where it listens, its database. */
export interface OwnEndpoint {
  /** A name or an address; `0.0.0.0` and `::` stand for every address of this machine. */
  readonly host: string;
  readonly port: number;
}

export interface EgressRules {
  readonly mode: 'cloud' | 'onprem';
  /** `host:port` or `CIDR:port`, as MONAGO_EGRESS_ALLOW lists them; ignored in cloud mode. */
  readonly allow: readonly string[];
  /** Asked each time, because a port may only be known after listening. */
  readonly own: () => readonly OwnEndpoint[];
  /** Every address of this machine. */
  readonly localAddresses: () => readonly string[];
}

interface AllowEntry {
  readonly host: string;
  readonly port: number;
  readonly isNetwork: boolean;
}

export interface EgressPolicy {
  /** Why a connection to these addresses of the destination is refused, or undefined. */
  refusal(destination: Destination, addresses: readonly string[]): string | undefined;
}

/** Reads one entry of the allow-list; undefined when it is not `host:port` or `CIDR:port`. */
export function parseAllowEntry(text: string): AllowEntry | undefined {
  const match = /^(\[[0-9a-fA-F:.]+(?:\/\d{1,3})?\]|[^\s[\]:]+):(\d{1,5})$/.exec(text);
  const [, written, digits] = match ?? [];
  if (written === undefined || digits === undefined) return undefined;
  const port = Number(digits);
  const host = written.replace(/^\[|\]$/g, '').toLowerCase();
  if (port < 1 || port > 65_535) return undefined;
  if (!host.includes('/')) return { host, port, isNetwork: false };
  return ipaddr.isValidCIDR(host) ? { host, port, isNetwork: true } : undefined;
}

/**
 * Decides where connections may go. Nothing that a tenant's administrator can write widens it: only the operator's
 * allow-list does, and some addresses no list opens.
 */
export function createEgressPolicy(rules: EgressRules): EgressPolicy {
  const entries =
    rules.mode === 'cloud' ? [] : rules.allow.flatMap((text) => parseAllowEntry(text) ?? []);
  const isListedExactly = ({ host, port }: Destination) =>
    entries.some((entry) => !entry.isNetwork && entry.port === port && entry.host === host);
  const isListed = (destination: Destination, address: string) =>
    isListedExactly(destination) ||
    entries.some((e) => e.isNetwork && e.port === destination.port && isWithin(address, e.host));

  function addressRefusal(destination: Destination, address: string): string | undefined {
    const kind = classifyAddress(address);
    if (kind === 'never') return 'its address is never reachable from Monago';
    if (isOwn(destination, address, rules)) return 'it is an address of Monago itself';
    // A network in the list never opens loopback: what runs on this machine is named one by one.
    if (kind === 'loopback' ? isListedExactly(destination) : isListed(destination, address)) {
      return undefined;
    }
    return unlistedRefusal(destination, kind);
  }

  return {
    refusal(destination, addresses) {
      if (addresses.length === 0) return 'its host name has no address';
      for (const address of addresses) {
        const refused = addressRefusal(destination, address);
        if (refused !== undefined) return refused;
      }
      return undefined;
    },
  };
}

function unlistedRefusal(
  { scheme, port }: Destination,
  kind: Exclude<AddressClass, 'never'>,
): string | undefined {
  if (kind === 'loopback') return 'it is an address of this machine';
  if (kind === 'private') return 'its address is internal and the operator has not allowed it';
  if (scheme !== 'https') return 'only https is possible here';
  return port === 443 ? undefined : 'only port 443 is possible here';
}

function isOwn(destination: Destination, address: string, rules: EgressRules): boolean {
  const target = normalAddress(address);
  return rules
    .own()
    .some(
      ({ host, port }) =>
        port === destination.port &&
        (host === destination.host ||
          normalAddress(host) === target ||
          (everyAddress.has(host) && isLocal(target, rules.localAddresses()))),
    );
}

const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', 'localhost']);

function isLocal(address: string, local: readonly string[]): boolean {
  return (
    classifyAddress(address) === 'loopback' || local.some((own) => normalAddress(own) === address)
  );
}
