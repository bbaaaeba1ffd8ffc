import type { CredentialFault } from '../../domain/credential/usage.ts';
import type { CredentialId, TenantId } from '../../domain/ids.ts';
import type { CredentialUse } from '../../ports/credential-usage.ts';

/** The last use of a credential for a tenant. Times are milliseconds since the epoch. */
export interface UsedCredential {
  readonly tenantId: TenantId;
  readonly credentialId: CredentialId;
  readonly isOwn: boolean;
  readonly usedAt: number;
  readonly fault: (CredentialFault & { readonly at: number; readonly version: number }) | undefined;
}

/** Requests in flight with one version of a key. */
export interface InFlight {
  readonly tenantId: TenantId;
  readonly credentialId: CredentialId;
  readonly version: number;
  readonly count: number;
}

interface Counter extends InFlight {
  count: number;
  /** What the database has, as far as this node knows. */
  reported: number;
}

/** Counts uses of credentials in memory; what is in here is bounded by the credentials that the directory holds. */
export class UsageTally {
  #used = new Map<string, UsedCredential>();
  readonly #counters = new Map<string, Counter>();

  began(use: CredentialUse, now: number): void {
    this.#counterOf(use).count += 1;
    this.#use(use, now, undefined);
  }

  ended(use: CredentialUse, now: number, fault: CredentialFault | undefined): void {
    this.#counterOf(use).count -= 1;
    const { version } = use.credential;
    this.#use(use, now, fault === undefined ? undefined : { ...fault, at: now, version });
  }

  /** The uses since the last call. */
  takeUsed(): readonly UsedCredential[] {
    const used = [...this.#used.values()];
    this.#used = new Map();
    return used;
  }

  /** Gives back what could not be written; what came after it stays. */
  putBack(used: readonly UsedCredential[]): void {
    for (const earlier of used) this.#remember(earlier);
  }

  /**
   * Counts that differ from what was last reported; with `all` also those that have to be confirmed. A request that
   * began and ended in between leaves nothing to say.
   */
  unreported(which: 'changed' | 'all'): readonly InFlight[] {
    const found: InFlight[] = [];
    for (const [key, counter] of this.#counters) {
      if (counter.count === 0 && counter.reported === 0) this.#counters.delete(key);
      else if (which === 'all' || counter.count !== counter.reported) found.push({ ...counter });
    }
    return found;
  }

  reported({ tenantId, credentialId, version, count }: InFlight): void {
    const counter = this.#counters.get(`${tenantId} ${credentialId} ${version}`);
    if (counter !== undefined) counter.reported = count;
  }

  #counterOf({ credential: { tenantId, id: credentialId, version } }: CredentialUse): Counter {
    const key = `${tenantId} ${credentialId} ${version}`;
    const known = this.#counters.get(key);
    if (known !== undefined) return known;
    const counter = { tenantId, credentialId, version, count: 0, reported: 0 };
    this.#counters.set(key, counter);
    return counter;
  }

  /** The platform's key has two sides: its owner's, with its faults, and that of the tenant whom it served. */
  #use(use: CredentialUse, usedAt: number, fault: UsedCredential['fault']): void {
    const { id: credentialId, tenantId: owner } = use.credential;
    this.#remember({ tenantId: owner, credentialId, isOwn: true, usedAt, fault });
    if (use.tenantId === owner) return;
    const { tenantId } = use;
    this.#remember({ tenantId, credentialId, isOwn: false, usedAt, fault: undefined });
  }

  #remember(use: UsedCredential): void {
    const key = `${use.tenantId} ${use.credentialId}`;
    const known = this.#used.get(key);
    this.#used.set(key, known === undefined ? use : later(known, use));
  }
}

function later(a: UsedCredential, b: UsedCredential): UsedCredential {
  const aFaultAt = a.fault?.at ?? Number.NEGATIVE_INFINITY;
  const fault = aFaultAt > (b.fault?.at ?? Number.NEGATIVE_INFINITY) ? a.fault : b.fault;
  return { ...a, usedAt: Math.max(a.usedAt, b.usedAt), fault };
}
