import type { Clock } from '../../ports/clock.ts';
import type { KeyRegistry, RegisteredKey } from '../../ports/key-registry.ts';
import type { KeyCheckValue, Kms } from '../../ports/kms.ts';
import type { Log } from '../../ports/log.ts';
import type { ActiveKeyKms } from './active-key-kms.ts';
import { checkKeys, heldOf, requireKeys } from './key-check.ts';

export interface KeyRosterUse {
  /** Without the cache. */
  readonly service: Kms;
  /** What the node seals with. */
  readonly kms: ActiveKeyKms;
  /** Looks for keys that were added to the service's configuration. @returns whether there are others now */
  refreshService(): Promise<boolean>;
  readonly registry: KeyRegistry;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asking a service for its keys again takes some calls. */
const probePauseMs = 10_000;

/** Keeps a node in step with the deployment: tells what it holds, and wraps under the key that is active. */
export class KeyRoster {
  readonly #use: KeyRosterUse;
  #held: readonly KeyCheckValue[];
  #probedAt: number;
  #soughtAlready: ReadonlySet<string> = new Set();
  #missing: string | undefined;
  #trouble: string | undefined;

  private constructor(use: KeyRosterUse, held: readonly KeyCheckValue[]) {
    this.#use = use;
    this.#held = held;
    this.#probedAt = use.clock.monotonic();
  }

  /** @throws WrongKeyError when a key is missing or wrong that stored secrets may need */
  static async open(use: KeyRosterUse): Promise<KeyRoster> {
    const roster = new KeyRoster(use, await checkKeys(use.service, use.registry));
    roster.#follow(await use.registry.list());
    return roster;
  }

  /** Announces the node before it serves. @throws WrongKeyError when keys were changed since `open` */
  async join(node: string): Promise<void> {
    const keys = await this.#use.registry.attend(node, (registered) => {
      requireKeys(registered, this.#held);
      return this.#report(registered);
    });
    this.#follow(keys);
  }

  /** To be called every two seconds. Never rejects. */
  async refresh(node: string): Promise<void> {
    try {
      const isChanged = await this.#use.refreshService();
      if (isChanged) await this.#probe();
      // What it says is what it does from this moment on: a key that nobody wraps under can be retired.
      const keys = await this.#use.registry.attend(node, (registered) => {
        this.#follow(registered);
        return this.#report(registered);
      });
      if (this.#shouldLookFor(this.#lacking(keys))) await this.#probe();
      this.#trouble = undefined;
    } catch (error) {
      this.#warn(error);
    }
  }

  /** Undefined when all is well; otherwise what is wrong, for the operator. */
  problem(): string | undefined {
    return this.#missing === undefined ? undefined : `the active key ${this.#missing} is not here`;
  }

  #follow(registered: readonly RegisteredKey[]): void {
    const active = registered.find(({ state }) => state === 'active')?.kekRef;
    if (active === undefined) return;
    const isHere = heldOf(registered, this.#held).includes(active);
    this.#missing = isHere ? undefined : active;
    if (!isHere || this.#use.kms.activeRef === active) return;
    this.#use.kms.activate(active);
    this.#use.log.info('kms.wraps_under', { kek_ref: active });
  }

  #report(registered: readonly RegisteredKey[]) {
    return {
      wrapsUnder: this.#use.kms.activeRef ?? '',
      holds: heldOf(registered, this.#held),
    };
  }

  #lacking(registered: readonly RegisteredKey[]): readonly string[] {
    const here = new Set(heldOf(registered, this.#held));
    return registered.map(({ kekRef }) => kekRef).filter((kekRef) => !here.has(kekRef));
  }

  /** A key that was just registered may be there already, as a new version is at a service; another may come later. */
  #shouldLookFor(lacking: readonly string[]): boolean {
    const isNew = lacking.some((kekRef) => !this.#soughtAlready.has(kekRef));
    this.#soughtAlready = new Set(lacking);
    const isDue = this.#use.clock.monotonic() - this.#probedAt >= probePauseMs;
    return isNew || (lacking.length > 0 && isDue);
  }

  async #probe(): Promise<void> {
    this.#probedAt = this.#use.clock.monotonic();
    this.#held = await this.#use.service.probe();
  }

  /** Once for each trouble, not every two seconds. */
  #warn(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    if (reason === this.#trouble) return;
    this.#trouble = reason;
    this.#use.log.warn('kms.roster_not_refreshed', { reason });
  }
}
