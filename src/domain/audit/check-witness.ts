import type { ReadNote, Trust } from './check-note.ts';
import { verifyCosignature } from './cosignature.ts';
import type { Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import type { Witness } from './policy-file.ts';
import { isQuorumMet } from './quorum.ts';
import type { SignedNote } from './signed-note.ts';

/** How far the witnesses of the policy vouch for the log. */
export interface Witnessed {
  readonly size: number;
  readonly by: readonly {
    readonly name: string /** Seconds since the epoch. */;
    readonly time: number;
  }[];
}

/** Clocks differ; what is later than this was not cosigned yet. */
const aheadSecondsMax = 5 * 60;

/** V4: what the witnesses say of notes that are signed and whose trees the entries have. */
export class WitnessChecker {
  readonly #trust: Trust;
  readonly #findings: Findings;
  readonly #latest: number;

  /** @param now microseconds since the epoch */
  constructor(trust: Trust, now: number, findings: Findings) {
    this.#trust = trust;
    this.#findings = findings;
    this.#latest = Math.floor(now / 1_000_000) + aheadSecondsMax;
  }

  /** The largest tree that the quorum has witnessed; undefined where the policy asks for nobody, or nobody was enough. */
  check(notes: readonly ReadNote[]): Witnessed | undefined {
    const { witnesses, quorum } = this.#trust.policy;
    let witnessed: Witnessed | undefined;
    for (const { file, note, size } of notes) {
      const by = cosignaturesOf(note, witnesses, (witness) => this.#timeOf(note, witness, file));
      const isMet =
        quorum.kind !== 'none' && isQuorumMet(quorum, new Set(by.map(({ name }) => name)));
      if (isMet && size >= (witnessed?.size ?? 0)) witnessed = { size, by };
    }
    return witnessed;
  }

  /** Not enough witnesses for the newest checkpoint: what comes after the witnessed part is the log's word alone. */
  requireQuorum(head: ReadNote, witnessed: Witnessed | undefined): void {
    const { quorum } = this.#trust.policy;
    if (quorum.kind === 'none' || witnessed?.size === head.size) return;
    const seen = head.note.signatures
      .map(({ name }) => name)
      .filter((name) => name !== head.origin);
    this.#findings.add({
      check: 'V4',
      weight: 'incomplete',
      index: witnessed?.size ?? 0,
      file: head.file,
      message: 'the witnesses that the policy asks for have not cosigned the entries from here on',
      expected: `quorum ${quorum.name}`,
      actual: seen.length === 0 ? 'no cosignature' : `signatures of ${seen.join(', ')}`,
    });
  }

  #timeOf(note: SignedNote, { key }: Witness, file: string): number | undefined {
    try {
      const time = verifyCosignature(note, key, this.#trust.verifySignature)?.time;
      return time === undefined || time > this.#latest ? undefined : time;
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#findings.add({ check: 'V4', weight: 'tampered', file, message: error.message });
      return undefined;
    }
  }
}

function cosignaturesOf(
  note: SignedNote,
  witnesses: readonly Witness[],
  timeOf: (witness: Witness) => number | undefined,
): { readonly name: string; readonly time: number }[] {
  if (note.signatures.length < 2) return [];
  return witnesses.flatMap((witness) => {
    const time = timeOf(witness);
    return time === undefined ? [] : [{ name: witness.name, time }];
  });
}
