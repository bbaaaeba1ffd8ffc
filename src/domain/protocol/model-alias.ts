import type { Provider } from '../credential/credential.ts';

/** What a tenant's own name for a model stands for. */
export interface AliasTarget {
  readonly provider: Provider;
  /** As the provider names it. */
  readonly model: string;
}

/**
 * A name that clients can send as `model`. It has no slash, so none can pass for a name with a provider's prefix; it
 * begins with a letter or digit, so none is a `..` in an address; and Claude Code's `[1m]` is possible.
 */
export const aliasPattern = /^[A-Za-z0-9][A-Za-z0-9._:[\]-]{0,127}$/;
