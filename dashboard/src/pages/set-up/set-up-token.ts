/** The set-up token out of `#token=…`: a fragment never reaches a server, a proxy or their logs. */
export function setUpTokenOf(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? undefined : token;
}
