import type { CredentialId, TenantId } from '../../domain/ids.ts';
import type { DirectorySnapshot, TenantSnapshot } from './directory-snapshot.ts';

interface HeldTenant extends TenantSnapshot {
  readonly epoch: number;
}

const nothing: TenantSnapshot = {
  tokens: new Map(),
  credentials: [],
  allowsFallback: false,
  settings: undefined,
  governance: undefined,
};

/**
 * The directory in memory. Snapshots may arrive in any order: one fills in only where it is newer than what is
 * held, so a slow read never brings a revoked token back.
 */
export class DirectoryState {
  #tenants = new Map<TenantId, HeldTenant>();
  #signingKeys: ReadonlyMap<string, Buffer> = new Map();
  #keysEpoch = 0;
  /** Every change up to here is held. */
  #completeEpoch = 0;
  /** Changes above `#completeEpoch` that are held already. */
  readonly #aheadEpochs = new Set<number>();
  readonly #onKeyGone: (credentialId: CredentialId) => void;

  /** @param onKeyGone called for a credential whose key is not served any more: rotated, disabled or revoked */
  constructor(onKeyGone: (credentialId: CredentialId) => void = () => undefined) {
    this.#onKeyGone = onKeyGone;
  }

  get completeEpoch(): number {
    return this.#completeEpoch;
  }

  tenant(tenantId: TenantId): TenantSnapshot {
    return this.#tenants.get(tenantId) ?? nothing;
  }

  signingKey(kid: string): Buffer | undefined {
    return this.#signingKeys.get(kid);
  }

  /** Whether the tenant is held as of `epoch` or later. */
  hasTenantAt(tenantId: TenantId, epoch: number): boolean {
    return this.#completeEpoch >= epoch || (this.#tenants.get(tenantId)?.epoch ?? 0) >= epoch;
  }

  /** Takes over a snapshot of one tenant. */
  fillTenant(tenantId: TenantId, snapshot: DirectorySnapshot): void {
    this.#fillKeys(snapshot);
    const held = this.#tenants.get(tenantId);
    if (held !== undefined && held.epoch > snapshot.epoch) return;
    const tenant = snapshot.tenants.get(tenantId) ?? nothing;
    this.#tenants.set(tenantId, heldAs(tenant, snapshot.epoch, held));
    this.#tellGone(held, tenant);
  }

  /** Says that the change with this epoch is held. */
  confirm(epoch: number): void {
    if (epoch > this.#completeEpoch) this.#aheadEpochs.add(epoch);
    while (this.#aheadEpochs.delete(this.#completeEpoch + 1)) this.#completeEpoch += 1;
  }

  /** Takes over a snapshot of everything. */
  fillAll(snapshot: DirectorySnapshot): void {
    this.#fillKeys(snapshot);
    const tenants = new Map<TenantId, HeldTenant>();
    for (const [id, tenant] of snapshot.tenants)
      tenants.set(id, heldAs(tenant, snapshot.epoch, this.#tenants.get(id)));
    for (const [id, held] of this.#tenants) {
      if (held.epoch > snapshot.epoch) tenants.set(id, held);
    }
    const former = this.#tenants;
    this.#tenants = tenants;
    for (const [id, held] of former) this.#tellGone(held, tenants.get(id) ?? nothing);
    this.#completeEpoch = Math.max(this.#completeEpoch, snapshot.epoch);
    for (const epoch of this.#aheadEpochs) {
      if (epoch <= this.#completeEpoch) this.#aheadEpochs.delete(epoch);
    }
  }

  /** Forgets everything for a snapshot of a database that went back in time, such as a restored backup. */
  rewind(snapshot: DirectorySnapshot): void {
    for (const held of this.#tenants.values()) this.#tellGone(held, nothing);
    this.#tenants.clear();
    this.#aheadEpochs.clear();
    this.#completeEpoch = 0;
    this.#keysEpoch = 0;
    this.fillAll(snapshot);
  }

  #tellGone(former: TenantSnapshot | undefined, now: TenantSnapshot): void {
    for (const { id, version } of former?.credentials ?? []) {
      const isServed = now.credentials.some((one) => one.id === id && one.version === version);
      if (!isServed) this.#onKeyGone(id);
    }
  }

  #fillKeys(snapshot: DirectorySnapshot): void {
    if (snapshot.epoch < this.#keysEpoch) return;
    this.#keysEpoch = snapshot.epoch;
    this.#signingKeys = snapshot.signingKeys;
  }
}

/** What governs a tenant stays the same object while it says the same: everything compiled from it hangs on that. */
function heldAs(tenant: TenantSnapshot, epoch: number, held: HeldTenant | undefined): HeldTenant {
  const isSame =
    held?.governance !== undefined &&
    held.governance.fingerprint === tenant.governance?.fingerprint;
  return { ...tenant, epoch, ...(isSame && { governance: held.governance }) };
}
