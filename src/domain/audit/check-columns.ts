import type { Finding } from './finding.ts';
import type { Verification } from './verify.ts';

/** V18: how many stored entries are found by something else than what they say. */
export interface WrongColumns {
  readonly count: number;
  /** Index of the first of them. */
  readonly first: number | undefined;
}

/** The same, with what is known about the columns beside the leaves. They are no evidence, but what people search by. */
export function withColumns(verification: Verification, wrong: WrongColumns): Verification {
  const { count, first: index } = wrong;
  if (count === 0) return verification;
  const finding: Finding = {
    check: 'V18',
    weight: 'tampered',
    message: 'what the entry is found by is not what it says',
    ...(index === undefined ? {} : { index }),
  };
  const firstBadIndex = Math.min(
    index ?? Number.POSITIVE_INFINITY,
    verification.firstBadIndex ?? Number.POSITIVE_INFINITY,
  );
  return {
    ...verification,
    verdict: 'tampered',
    ...(Number.isFinite(firstBadIndex) ? { firstBadIndex } : {}),
    findings: [...verification.findings, finding],
    findingCounts: { ...verification.findingCounts, V18: count },
  };
}
