/** Search parameters of the dashboard are plain text: `?status=active,disabled`. */
export function parseSearchText(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function searchTextOf(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value);
    if (typeof value === 'number') params.set(name, String(value));
  }
  // A comma is allowed in a query (RFC 3986 section 3.4) and keeps a shared link readable.
  return params.size === 0 ? '' : `?${params.toString().replaceAll('%2C', ',')}`;
}
