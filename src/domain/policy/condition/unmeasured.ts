/** Variables that nothing measures yet. They are always unknown, and what is unknown permits nothing. */
export const unmeasured = ['budget', 'rate'] as const;

/** The first variable of a condition that nobody measures. */
export function unmeasuredIn(variables: Iterable<string>): string | undefined {
  for (const path of variables) {
    if (unmeasured.some((group) => path === group || path.startsWith(`${group}.`))) return path;
  }
  return undefined;
}
