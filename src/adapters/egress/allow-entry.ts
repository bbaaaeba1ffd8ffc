import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isHostName } from '../../domain/credential/destination.ts';
import { isWithin, normalAddress } from './address-class.ts';

/** One line of the operator's list of internal destinations. */
export type AllowEntry =
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  | { readonly kind: 'network'; readonly network: string; readonly port: number };

/** The operator's list has entries that cannot be read; to ignore them would be a surprise, later. */
export class AllowListError extends Error {
  override readonly name = 'AllowListError';
  readonly problems: readonly string[];

  constructor(unreadable: readonly string[]) {
    const problems = unreadable.map(
      (entry) =>
        `MONAGO_EGRESS_ALLOW: "${entry}" is not host:port or network:port, as 10.0.0.0/8:443`,
    );
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** Reads `host:port` or `CIDR:port`, IPv6 in brackets; undefined for anything else, wildcards included. */
export function parseAllowEntry(text: string): AllowEntry | undefined {
  const match = /^(?:\[([0-9a-f:.]+(?:\/\d{1,3})?)\]|([^\s[\]:]+)):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65_535) return undefined;
  const host = (match[1] ?? match[2] ?? '').toLowerCase();
  if (host.includes('/')) {
    return ipaddr.isValidCIDR(host) ? { kind: 'network', network: host, port } : undefined;
  }
  if (isIP(host) !== 0) return { kind: 'host', host: normalAddress(host), port };
  return isHostName(host) ? { kind: 'host', host, port } : undefined;
}

/** Whether an entry names this very host and port. */
export function namesExactly(entry: AllowEntry, host: string, port: number): boolean {
  return entry.kind === 'host' && entry.port === port && entry.host === normalAddress(host);
}

/** Whether the address and port are in a network that an entry opens. */
export function opensNetworkOf(entry: AllowEntry, address: string, port: number): boolean {
  return entry.kind === 'network' && entry.port === port && isWithin(address, entry.network);
}
