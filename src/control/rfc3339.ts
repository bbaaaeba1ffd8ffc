/** RFC 3339 in UTC with milliseconds. @param unixMs milliseconds since the epoch */
export function rfc3339(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

export function rfc3339OrNull(unixMs: number | undefined): string | null {
  return unixMs === undefined ? null : rfc3339(unixMs);
}
