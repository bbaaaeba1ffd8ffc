import type { Finding } from './finding.ts';
import type { Verification } from './verify.ts';

/** A column of an entry that repeats something else than what the leaf says. */
export interface WrongColumn {
  readonly column: string;
  readonly expected: string;
  readonly actual: string;
}

/** V18: how many stored entries are found by something else than what they say. */
export interface WrongColumns {
  readonly count: number;
  /** Index of the first of them. */
  readonly first: number | undefined;
  /** What is wrong with the first of them. */
  readonly differs?: WrongColumn | undefined;
}

/** The same, with what is known about the columns beside the leaves. They are no evidence, but what people search by. */
export function withColumns(verification: Verification, wrong: WrongColumns): Verification {
  const { count, first: index, differs } = wrong;
  if (count === 0) return verification;
  const message = 'what the entry is found by is not what it says';
  const finding: Finding = {
    check: 'V18',
    weight: 'tampered',
    message: differs === undefined ? message : `${message}: ${differs.column}`,
    ...(index === undefined ? {} : { index }),
    ...(differs && { expected: differs.expected, actual: differs.actual }),
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
