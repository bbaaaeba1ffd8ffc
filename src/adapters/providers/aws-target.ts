/** Path and query as they go over the wire and into a signature: one spelling for both. */
export interface AwsTarget {
  readonly path: string;
  /** Sorted, without the question mark; empty without one. */
  readonly query: string;
}

/**
 * Spells a path with its query in the one way that a signature can be computed for: every octet percent-encoded that
 * RFC 3986 section 2.3 does not reserve for itself, so that `:` and `%3A` in a model id are one model.
 * @returns undefined for an escape that is none, or for segments whose meaning a server may change
 */
export function awsTarget(pathAndQuery: string): AwsTarget | undefined {
  const questionMark = pathAndQuery.indexOf('?');
  const path = questionMark < 0 ? pathAndQuery : pathAndQuery.slice(0, questionMark);
  const query = questionMark < 0 ? '' : pathAndQuery.slice(questionMark + 1);
  const segments = path.split('/').slice(1);
  if (!path.startsWith('/') || segments.slice(0, -1).includes('')) return undefined;
  try {
    const decoded = segments.map(decodeURIComponent);
    if (decoded.some((segment) => segment === '.' || segment === '..')) return undefined;
    return { path: `/${decoded.map(encoded).join('/')}`, query: sortedQuery(query) };
  } catch {
    return undefined;
  }
}

function sortedQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [encoded(decodeURIComponent(name)), encoded(decodeURIComponent(value))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
