import type { AddCheckpoint } from '../domain/audit/witness/add-checkpoint.ts';

/** What a witness says to a checkpoint. */
export type WitnessReply =
  | {
      readonly kind: 'cosigned';
      /** Its signature line, verified, the line feed included. */
      readonly line: string;
      /** Milliseconds since the epoch, by the clock of the witness. */
      readonly at: number;
    }
  /** It has cosigned a tree of this size, and another one was said. */
  | { readonly kind: 'conflict'; readonly size: number }
  /** @member reason for the operator; what the witness wrote is not among it */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Somebody else who watches that logs only grow (c2sp.org/tlog-witness). */
export interface CheckpointWitness {
  /** What the operator's policy calls it. */
  readonly name: string;
  /** Name and id of its key, with a plus sign between them. */
  readonly keyName: string;
  /** MUST answer within about a second and MUST NOT throw. A cosignature that does not verify is a refusal. */
  add(request: AddCheckpoint): Promise<WitnessReply>;
  /**
   * The newest checkpoint of the log that it says it has cosigned, unverified; undefined where it does not say. MUST NOT
   * throw.
   */
  newest(origin: string): Promise<string | undefined>;
}
