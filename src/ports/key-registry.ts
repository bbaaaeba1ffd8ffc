import type { KeyRotation } from '../domain/audit/fact.ts';
import type { KeyCheckValue } from './kms.ts';

/** NIST SP 800-57 part 1, section 7: pre-activation, active, deactivated (opens what it wrapped, wraps nothing). */
export type KeyState = 'staged' | 'active' | 'deactivated';

/** A key-encryption key that the deployment knows. Times are milliseconds since the epoch. */
export interface RegisteredKey extends KeyCheckValue {
  readonly state: KeyState;
  readonly activatedAt: number | undefined;
  /** When every stored secret was last seen to open under it, with none left under another key. */
  readonly verifiedAt: number | undefined;
}

/** What a running node says of itself. */
export interface KeyHolder {
  /** Unique for each start of a process. */
  readonly node: string;
  readonly wrapsUnder: string;
  /** Refs of registered keys that it can use. */
  readonly holds: readonly string[];
}

/** All that a step of a rotation is decided on, as of one moment. */
export interface RotationState {
  readonly keys: readonly (RegisteredKey & {
    /** Stored secrets that are wrapped under it. */
    readonly rows: number;
  })[];
  /** Refs of keys that were retired. */
  readonly retired: readonly string[];
  /** Nodes that are running. */
  readonly holders: readonly KeyHolder[];
  /** By the database's clock, milliseconds since the epoch. */
  readonly now: number;
}

/** What a step changes, and what the log says about it. */
export type RotationChange = { readonly fact: KeyRotation } & (
  | { readonly step: 'stage'; readonly key: KeyCheckValue }
  | { readonly step: 'activate'; readonly kekRef: string }
  | { readonly step: 'verify'; readonly kekRef: string }
  | { readonly step: 'retire'; readonly kekRefs: readonly string[] }
  | { readonly step: 'record' }
);

/** The key-encryption keys of the deployment and the states they are in: what every node agrees on. */
export interface KeyRegistry {
  list(): Promise<readonly RegisteredKey[]>;
  /** Makes the key active where none is. MUST leave a key that is there, and its check value, as they are. */
  enrol(first: KeyCheckValue): Promise<void>;
  /**
   * Tells `report` the registered keys and keeps what it answers, so that no key is activated in between that this node
   * does not hold. What `report` throws is thrown on, and nothing is kept.
   */
  attend(
    node: string,
    report: (keys: readonly RegisteredKey[]) => Omit<KeyHolder, 'node'>,
  ): Promise<readonly RegisteredKey[]>;
  /** The node is stopping. */
  leave(node: string): Promise<void>;
  state(): Promise<RotationState>;
  /**
   * One step of a rotation. MUST keep other steps waiting while `plan` decides, and MUST commit the change and its
   * audit entry together.
   * @returns what was changed; undefined when `plan` found nothing to do
   */
  change(
    plan: (state: RotationState) => Promise<RotationChange | undefined>,
  ): Promise<RotationChange | undefined>;
}
