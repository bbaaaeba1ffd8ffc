/** RFC 3339 in UTC with milliseconds. @param unixMs milliseconds since the epoch */
export function rfc3339(unixMs: number): string {
  return new Date(unixMs).toISOString();
}
