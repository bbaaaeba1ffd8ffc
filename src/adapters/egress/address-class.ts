import ipaddr from 'ipaddr.js';

/**
 * `never`: link-local, metadata services, multicast and the like; no setting opens them. `loopback` and `private`
 * need an entry in the allow-list. `public` is everything that is unicast on the internet.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'never';

// Addresses of cloud metadata and wire services that lie outside the link-local ranges.
const metadata = new Set(['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']);

const never = new Set(['unspecified', 'broadcast', 'linkLocal', 'multicast', 'reserved']);

// Ranges of IPv6 that carry an IPv4 address: prefix and the byte where the address begins.
const embeddings = [
  { prefix: ipaddr.parseCIDR('::/96'), at: 12 },
  { prefix: ipaddr.parseCIDR('64:ff9b::/96'), at: 12 },
  { prefix: ipaddr.parseCIDR('2002::/16'), at: 2 },
] as const;

/** Classifies a textual IPv4 or IPv6 address. What cannot be read is `never`. */
export function classifyAddress(text: string): AddressClass {
  if (!ipaddr.isValid(text) || text.includes('%')) return 'never';
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return classify4(address);
  if (address.range() === 'loopback') return 'loopback';
  return isUnusable6(address) ? 'never' : plainClass(address);
}

function classify4(address: ipaddr.IPv4): AddressClass {
  // 0.0.0.0/8 reaches the local host on common systems; ipaddr.js calls only part of it unspecified.
  if (address.octets[0] === 0 || metadata.has(address.toString())) return 'never';
  if (never.has(address.range())) return 'never';
  return address.range() === 'loopback' ? 'loopback' : plainClass(address);
}

function isUnusable6(address: ipaddr.IPv6): boolean {
  if (never.has(address.range()) || metadata.has(address.toString())) return true;
  for (const { prefix, at } of embeddings) {
    if (!address.match(prefix)) continue;
    const inner = ipaddr.fromByteArray(address.toByteArray().slice(at, at + 4));
    // An embedded address is judged as strictly as the plain one, and 6to4 or NAT64 never reaches inside.
    if (classifyAddress(inner.toString()) !== 'public') return true;
  }
  return false;
}

function plainClass(address: ipaddr.IPv4 | ipaddr.IPv6): AddressClass {
  if (address instanceof ipaddr.IPv6 && address.match(embeddings[0].prefix)) return 'never';
  return address.range() === 'unicast' ? 'public' : 'private';
}

/** Whether a textual address lies in a network such as `10.0.0.0/8`. */
export function isWithin(text: string, network: string): boolean {
  const address = ipaddr.process(text);
  const [base, bits] = ipaddr.parseCIDR(network);
  if (address instanceof ipaddr.IPv4 && base instanceof ipaddr.IPv4) {
    return address.match(base, bits);
  }
  if (address instanceof ipaddr.IPv6 && base instanceof ipaddr.IPv6) {
    return address.match(base, bits);
  }
  return false;
}

/** One spelling of an address, so that two can be compared. */
export function normalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.process(text).toNormalizedString() : text;
}

/** Whether a host is an address rather than a name. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}
