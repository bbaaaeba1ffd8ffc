import type { Decision } from '../../../domain/policy/bundle/decision.ts';
import { redactionOf } from '../../../domain/policy/bundle/obligations.ts';
import { isStricter } from '../../../domain/policy/bundle/verdict.ts';
import { type RedactionStyle, redactionStyles } from '../../../domain/policy/document/effect.ts';
import { passing, type Verdict, versionOf } from '../verdict.ts';

/** How a type is hidden under several decisions; undefined where it may stay. */
export function strictest(
  decisions: readonly Decision[],
  type: string,
): RedactionStyle | undefined {
  let style: RedactionStyle | undefined;
  for (const { obligations } of decisions) {
    const wanted = redactionOf(obligations, type);
    if (wanted === undefined) continue;
    const isMore =
      style === undefined || redactionStyles.indexOf(wanted) > redactionStyles.indexOf(style);
    if (isMore) style = wanted;
  }
  // Nobody would put a value back that the answer brought along.
  return style === 'tokenise' ? 'redact' : style;
}

/** One decision for those of several phases. */
export function mergedOf(decisions: readonly Decision[]): Decision | undefined {
  const [first, ...others] = decisions;
  return others.reduce((merged, next) => {
    if (merged === undefined) return next;
    const leader = isStricter(next.verdict, merged.verdict) ? next : merged;
    const flags = [...merged.obligations.flags, ...next.obligations.flags];
    return {
      ...leader,
      decidedBy: [...new Set([...merged.decidedBy, ...next.decidedBy])],
      matched: [...new Set([...merged.matched, ...next.matched])],
      uncertain: [...new Set([...merged.uncertain, ...next.uncertain])],
      shadow: [...new Set([...merged.shadow, ...next.shadow])],
      obligations: { ...leader.obligations, flags },
    };
  }, first);
}

/** What the request's policies and the answer's have come to together. */
export function joined(
  request: Verdict | undefined,
  answer: Decision | undefined,
  hidden: readonly string[],
): Verdict | undefined {
  if (request === undefined || answer === undefined) return request;
  const types = [...new Set([...request.hidden, ...hidden])];
  const own = passing(answer, hidden);
  const version =
    answer.decidedBy.length === 0
      ? request.version
      : [...new Set([request.version, versionOf(answer.decidedBy)])].join(', ');
  return {
    ...request,
    decision: request.decision === 'redacted' || own === 'allowed' ? request.decision : own,
    version,
    hidden: types,
  };
}
