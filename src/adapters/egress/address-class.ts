import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * `never`: link-local, metadata services, multicast, reserved space and the like; no setting opens them. `loopback` and
 * `private` need an entry in the allow-list. `public` is what is unicast on the internet.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'never';

// Metadata and wire services of clouds that lie outside the link-local ranges.
const metadata = [
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  'fd00:c1::a9fe:a9fe/128',
  'fd00:42::42/128',
  'fd00:100::100:200/128',
  'fd00:a9fe:a9fe::1/128',
];

/** Ranges of IPv6 that carry an IPv4 address, and the byte where it begins. */
const embeddings = [
  { network: '64:ff9b::/96', at: 12 },
  { network: '::ffff:0:0:0/96', at: 12 },
  { network: '2002::/16', at: 2 },
];

/** Tunnels and translators whose IPv4 address cannot be told for certain, and the deprecated `::a.b.c.d`. */
const obscure = ['::/96', '64:ff9b:1::/48', '2001::/32'];

const globalUnicast = '2000::/3';
const internalRanges = new Set(['private', 'carrierGradeNat', 'uniqueLocal']);

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Classifies a textual IPv4 or IPv6 address. What cannot be read, and what is in no range of use, is `never`. */
export function classifyAddress(text: string): AddressClass {
  const address = readAddress(text);
  if (address === undefined || isIn(address, metadata)) return 'never';
  if (address.range() === 'loopback') return 'loopback';
  return address instanceof ipaddr.IPv4 ? plainClass(address) : classify6(address);
}

/**
 * Undefined for octal, hexadecimal and shortened spellings and for zones, which resolvers never give and which not
 * everybody reads alike. An IPv4 address in `::ffff:0:0/96` is that address.
 */
function readAddress(text: string): Address | undefined {
  const version = isIP(text);
  if (version === 0 || text.includes('%')) return undefined;
  if (version === 4) return ipaddr.IPv4.parse(text);
  // The library takes every `::a.b.c.d` for an IPv4 address; in hexadecimal it reads them rightly.
  const { hostname } = new URL(`http://[${text}]`);
  const address = ipaddr.IPv6.parse(hostname.slice(1, -1));
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function classify6(address: ipaddr.IPv6): AddressClass {
  if (isIn(address, obscure)) return 'never';
  const bytes = address.toByteArray();
  const embedding = embeddings.find(({ network }) => isIn(address, [network]));
  if (embedding !== undefined) {
    // A translator reaches what the embedded address reaches, so it never leads inside; and it is not the internet.
    return classifyBytes(bytes, embedding.at) === 'public' ? 'private' : 'never';
  }
  if (isIsatap(bytes) && classifyBytes(bytes, 12) !== 'public') return 'never';
  const plain = plainClass(address);
  return plain === 'public' && !isIn(address, [globalUnicast]) ? 'never' : plain;
}

function classifyBytes(bytes: number[], at: number): AddressClass {
  return classifyAddress(ipaddr.fromByteArray(bytes.slice(at, at + 4)).toString());
}

/** Interface identifiers of ISATAP (RFC 5214) end in an IPv4 address of the tunnel's site. */
function isIsatap(bytes: number[]): boolean {
  const [flags, ...rest] = bytes.slice(8, 12);
  return (flags === 0 || flags === 2) && rest.join() === '0,94,254';
}

function plainClass(address: Address): AddressClass {
  const range = address.range();
  // 0.0.0.0/8 reaches the local host on common systems; not all of it is called unspecified.
  if (address instanceof ipaddr.IPv4 && address.octets[0] === 0) return 'never';
  if (range === 'unicast') return 'public';
  return internalRanges.has(range) ? 'private' : 'never';
}

/** Whether a textual address lies in a network such as `10.0.0.0/8`. */
export function isWithin(text: string, network: string): boolean {
  const address = readAddress(text);
  return address !== undefined && isIn(address, [network]);
}

function isIn(address: Address, among: readonly string[]): boolean {
  return among.some((network) => {
    const [base, bits] = parsedNetwork(network);
    if (address instanceof ipaddr.IPv4)
      return base instanceof ipaddr.IPv4 && address.match(base, bits);
    return base instanceof ipaddr.IPv6 && address.match(base, bits);
  });
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;
const networks = new Map<string, Network>();

// The networks are those of this file and of the operator's list: few, and asked for with every connection.
function parsedNetwork(text: string): Network {
  const known = networks.get(text) ?? ipaddr.parseCIDR(text);
  networks.set(text, known);
  return known;
}

/** One spelling of an address, so that two can be compared; what is none stays as it is. */
export function normalAddress(text: string): string {
  return readAddress(text)?.toNormalizedString() ?? text;
}

/** Whether a host is an address rather than a name, for the system or for us: neither would look it up. */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0 || ipaddr.isValid(host);
}
