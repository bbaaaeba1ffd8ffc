/** Which witnesses have to cosign a checkpoint (c2sp.org/tlog-policy). Every witness is in it at most once. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly name: string }
  | {
      readonly kind: 'group';
      readonly name: string;
      /** How many of the members have to agree; at least 1. */
      readonly threshold: number;
      readonly members: readonly Quorum[];
    };

/** Whether the witnesses of these names are enough. */
export function isQuorumMet(quorum: Quorum, cosigned: ReadonlySet<string>): boolean {
  switch (quorum.kind) {
    case 'none':
      return true;
    case 'witness':
      return cosigned.has(quorum.name);
    case 'group':
      return (
        quorum.members.filter((member) => isQuorumMet(member, cosigned)).length >= quorum.threshold
      );
  }
}

/**
 * The largest tree that enough witnesses have cosigned, or a larger one after it: who cosigns has seen a proof that the
 * log only grew.
 * @param sizes what each witness has come to, by its name
 * @returns 0 where too few have come anywhere; infinity for a quorum that asks for nobody
 */
export function quorumReach(quorum: Quorum, sizes: ReadonlyMap<string, number>): number {
  switch (quorum.kind) {
    case 'none':
      return Number.POSITIVE_INFINITY;
    case 'witness':
      return sizes.get(quorum.name) ?? 0;
    case 'group': {
      const reached = quorum.members.map((member) => quorumReach(member, sizes));
      return reached.toSorted((left, right) => right - left)[quorum.threshold - 1] ?? 0;
    }
  }
}

/** The `group` lines that define it, each after those it refers to, and the `quorum` line. */
export function quorumLines(quorum: Quorum): string[] {
  return [...groupLines(quorum), `quorum ${quorum.kind === 'none' ? 'none' : quorum.name}`];
}

function groupLines(quorum: Quorum): string[] {
  if (quorum.kind !== 'group') return [];
  const names = quorum.members.map((member) => (member.kind === 'none' ? 'none' : member.name));
  const line = `group ${quorum.name} ${quorum.threshold} ${names.join(' ')}`;
  return [...quorum.members.flatMap(groupLines), line];
}
