import { MonagoError } from '../errors.ts';
import { holdsKey } from './key-in-text.ts';

/** The host, port and scheme of a canonical destination. */
export interface Destination {
  readonly scheme: 'http' | 'https';
  /** Lower case, without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** Empty, or begins with a slash and does not end with one. */
  readonly prefix: string;
}

const lengthMax = 2048;
const hostLengthMax = 253;
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const defaultPort = { http: 80, https: 443 } as const;

/**
 * The one spelling of a base URL, `scheme://host:port/prefix`: a stored key is bound to it, so two spellings of one
 * place must not be two destinations and one spelling must never mean two places.
 * @throws MonagoError `bad_base_url` whose message says what is wrong
 */
export function canonicalDestination(baseUrl: string): string {
  const refused = spellingFault(baseUrl);
  if (refused !== undefined) throw badBaseUrl(refused);
  const url = parse(baseUrl);
  const fault = urlFault(url) ?? hostFault(url, baseUrl);
  if (fault !== undefined) throw badBaseUrl(fault);
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  const port = url.port === '' ? defaultPort[scheme] : Number(url.port);
  return `${scheme}://${url.hostname}:${port}${url.pathname.replace(/\/+$/, '')}`;
}

/** Splits what `canonicalDestination` made. */
export function parseDestination(destination: string): Destination {
  const match = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})(\/.*)?$/.exec(destination);
  const [, scheme, host, port, prefix] = match ?? [];
  if (scheme === undefined || host === undefined || port === undefined) {
    throw new MonagoError('internal', { internal: 'a destination that is not canonical' });
  }
  return {
    scheme: scheme === 'http' ? 'http' : 'https',
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    prefix: prefix ?? '',
  };
}

/** Whether a lower-case text can be the name of a host, or its IPv4 address. */
export function isHostName(text: string): boolean {
  const labels = text.split('.');
  return text.length <= hostLengthMax && labels.every((each) => label.test(each));
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw badBaseUrl('it is not a URL');
  }
}

// The URL parser silently drops or rewrites these, so what is stored would not be what was read on the screen.
function spellingFault(text: string): string | undefined {
  if (text.length > lengthMax) return 'it is too long';
  // It is kept and shown as it is.
  if (holdsKey(text)) return 'it holds what looks like a key';
  if (!/^[\x21-\x7e]+$/.test(text)) return 'it holds spaces or characters outside ASCII';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'it must begin with https://';
  if (text.includes('\\')) return 'it holds a backslash';
  if (text.includes('?')) return 'it must not have a query';
  if (text.includes('#')) return 'it must not have a fragment';
  if (/\/\.{1,2}(\/|$)|%2e|%2f|%5c|%00/i.test(text)) return 'its path is ambiguous';
  return undefined;
}

function urlFault(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'only https and http are possible';
  if (url.username !== '' || url.password !== '') return 'it must not hold a user name or password';
  if (url.port === '0') return 'its port is not valid';
  if (url.pathname.includes('//')) return 'its path is ambiguous';
  return undefined;
}

function hostFault({ hostname }: URL, written: string): string | undefined {
  // An IPv6 address has many spellings; its brackets keep it from being taken for anything else.
  if (hostname.startsWith('[')) return undefined;
  if (!isHostName(hostname)) return 'its host name is not valid';
  // The URL parser turns `0x7f.1`, `2130706433` and `%31%32%37.0.0.1` into an address that nobody wrote.
  const host = /^[^:]*:\/\/([^/:]*)/.exec(written)?.[1];
  return host?.toLowerCase() === hostname ? undefined : 'its host is not written plainly';
}

function badBaseUrl(because: string): MonagoError {
  return new MonagoError('bad_base_url', {
    message: `This base URL cannot be used: ${because}.`,
    param: 'base_url',
  });
}
