import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import { type AnalysisFinding, analysePolicies } from './analyse-policies.ts';

/**
 * What the analysis says of some policies among all of a bundle, in its order. Takes time in proportion to the number of
 * policies for each of those it is about, where the analysis of all takes its square.
 */
export function findingsAbout(
  names: ReadonlySet<string>,
  policies: readonly CompiledPolicy[],
): readonly AnalysisFinding[] {
  const isAbout = ({ policy, other }: AnalysisFinding) =>
    names.has(policy) || names.has(other ?? '');
  // Below, conditions are taken apart anew for each pair, which takes a hundred times as long as the pair itself.
  if (names.size * 150 > policies.length) return analysePolicies(policies).filter(isAbout);
  const found = new Map<string, AnalysisFinding>();
  policies.forEach((policy, at) => {
    if (!names.has(policy.policy.name)) return;
    const pairs = [
      [policy],
      ...policies.slice(0, at).map((earlier) => [earlier, policy]),
      ...policies.slice(at + 1).map((later) => [policy, later]),
    ];
    for (const finding of pairs.flatMap((pair) => analysePolicies(pair))) {
      if (isAbout(finding)) found.set(findingId(finding), finding);
    }
  });
  return [...found.values()];
}

/** What an acknowledgement names: `kind:policy`, or `kind:policy:other`. */
export function findingId({ kind, policy, other }: AnalysisFinding): string {
  return other === undefined ? `${kind}:${policy}` : `${kind}:${policy}:${other}`;
}
