/** Somebody outside who has seen or keeps a part of a log. Times are milliseconds since the epoch. */
export interface AuditCopy {
  readonly name: string;
  /** Entries that were shown or handed over, counted from the first one. */
  readonly to: number;
  /** When that was; undefined before the first time. */
  readonly at: number | undefined;
  readonly failingSince: number | undefined;
}

/** How far a log has come beyond the database that holds it. */
export interface AuditReach {
  /** Who cosigned its checkpoints. */
  readonly witnesses: readonly AuditCopy[];
  /** The largest tree that as many of them vouch for as the operator asks for; undefined where nobody is asked. */
  readonly witnessed: { readonly to: number; readonly at: number | undefined } | undefined;
  /** Where checkpoints are kept that Monago cannot take back. */
  readonly anchors: readonly (AuditCopy & { readonly kind: string })[];
  /** The operator's systems that are given every entry. */
  readonly sinks: readonly AuditCopy[];
  /** Calls that were begun over an hour ago and have no outcome; a thousand stands for more. */
  readonly openIntents: number;
}
