import type { AnchorKind } from '../domain/audit/evidence-fact.ts';

/** A checkpoint as it is put somewhere else. */
export interface AnchoredCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** The note as the log alone signed it: the same bytes whoever cosigns it when. */
  readonly note: Uint8Array;
  /** The note with the lines of the witnesses that have cosigned it by now. */
  readonly cosigned: Uint8Array;
}

export interface AnchorReceipt {
  /** Where it is: a URL without user, query and fragment, a path, or a commit. */
  readonly ref: string;
  /** What proves it without asking anybody, such as a time stamp. */
  readonly receipt?: Uint8Array;
}

/** A place that keeps checkpoints where Monago cannot take them back. */
export interface CheckpointAnchor {
  readonly name: string;
  readonly kind: AnchorKind;
  /** A log that grew is anchored this often, and after the end of each day (UTC). */
  readonly everyMs: number;
  /**
   * MUST resolve only when the checkpoint is there to stay. MUST be safe to call again with the same checkpoint, after
   * a failure or a crash, and MUST end within about half a minute.
   * @throws Error whose message an operator may read and that holds no secret
   */
  anchor(checkpoint: AnchoredCheckpoint): Promise<AnchorReceipt>;
}
