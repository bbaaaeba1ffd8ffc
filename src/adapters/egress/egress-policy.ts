import type { Destination } from '../../domain/credential/destination.ts';
import { type AddressClass, classifyAddress, normalAddress } from './address-class.ts';
import { namesExactly, opensNetworkOf, parseAllowEntry } from './allow-entry.ts';
import type { OwnPlace } from './own-places.ts';

export interface EgressRules {
  readonly mode: 'cloud' | 'onprem';
  /** `host:port` or `CIDR:port`, as MONAGO_EGRESS_ALLOW lists them; ignored in cloud mode. */
  readonly allow: readonly string[];
  readonly own: () => readonly OwnPlace[];
  /** Every address of this machine. */
  readonly localAddresses: () => readonly string[];
}

export interface EgressPolicy {
  /** Why a connection to these addresses of the destination is refused, or undefined. */
  refusal(destination: Destination, addresses: readonly string[]): string | undefined;
}

/**
 * Decides where connections may go. Nothing that a tenant's administrator can write widens it: only the operator's
 * allow-list does, and some addresses no list opens.
 */
export function createEgressPolicy(rules: EgressRules): EgressPolicy {
  const entries =
    rules.mode === 'cloud' ? [] : rules.allow.flatMap((text) => parseAllowEntry(text) ?? []);
  const isListedExactly = ({ host, port }: Destination) =>
    entries.some((entry) => namesExactly(entry, host, port));
  const isListed = (destination: Destination, address: string) =>
    isListedExactly(destination) ||
    entries.some((entry) => opensNetworkOf(entry, address, destination.port));

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

function isOwn({ host, port }: Destination, address: string, rules: EgressRules): boolean {
  const places = rules.own().filter((place) => place.port === port);
  if (places.length === 0) return false;
  const target = normalAddress(address);
  const local = new Set(rules.localAddresses().map(normalAddress));
  const isLocal = (one: string) => classifyAddress(one) === 'loopback' || local.has(one);
  return places.some(({ host: name, addresses }) => {
    if (name === host) return true;
    // Its addresses are not known, so every internal one may be it.
    if (addresses === undefined) return classifyAddress(target) !== 'public';
    const own = addresses.map(normalAddress);
    // What listens on one address of this machine mostly listens on the others too.
    return own.includes(target) || (isLocal(target) && own.some(isLocal));
  });
}
