export const apiVersions = ['2023-01-01', '2023-06-01', '2026-10-21'] as const;

/** A value of the `anthropic-version` header. */
export type ApiVersion = (typeof apiVersions)[number];

/** The dialect that one request is written in: a version, extended by the betas it opted into. */
export type Dialect = { version: ApiVersion; betas: ReadonlySet<string> };

export function isLatest({ version }: Pick<Dialect, 'version'>): boolean {
  return version === '2026-10-21';
}
