import type { CheckId } from '../../../../../src/domain/audit/finding.ts';
import type { VerifiedLog } from './verify-log.ts';

/** What a verification came to; `unsigned`: all in order but for signatures that could not be checked here. */
export type Outcome = 'verified' | 'unsigned' | 'incomplete' | 'tampered';

export function outcomeOf({ verification, areSignaturesChecked }: VerifiedLog): Outcome {
  if (verification.verdict !== 'verified') return verification.verdict;
  return areSignaturesChecked ? 'verified' : 'unsigned';
}

export interface RanCheck {
  readonly check: CheckId;
  readonly state: 'passed' | 'failed' | 'not_run';
}

/** Checks that a look at the log over the network can make. */
const everyLog: readonly CheckId[] = [
  'V0',
  'V1',
  'V2',
  'V3',
  'V5',
  'V6',
  'V7',
  'V8',
  'V9',
  'V10',
  'V11',
  'V13',
  'V15',
];

/** The checks in their order, and what each of them found. */
export function ranChecks({
  verification,
  areSignaturesChecked,
}: VerifiedLog): readonly RanCheck[] {
  const { findingCounts, witnessed, checkpoints } = verification;
  const ran: CheckId[] = [
    ...everyLog,
    ...(witnessed === undefined ? [] : (['V4'] as const)),
    ...(checkpoints === 0 ? [] : (['V12'] as const)),
  ];
  const known = new Set([...ran, ...checksIn(findingCounts)]);
  return [...known].toSorted(byNumber).map((check) => ({
    check,
    state: stateOf(check, findingCounts[check] ?? 0, areSignaturesChecked),
  }));
}

function stateOf(
  check: CheckId,
  findings: number,
  areSignaturesChecked: boolean,
): RanCheck['state'] {
  if (findings > 0) return 'failed';
  return (check === 'V3' || check === 'V4') && !areSignaturesChecked ? 'not_run' : 'passed';
}

function checksIn(counts: Partial<Record<CheckId, number>>): CheckId[] {
  return Object.keys(counts).filter((name): name is CheckId => /^V\d+$/.test(name));
}

function byNumber(left: CheckId, right: CheckId): number {
  return Number(left.slice(1)) - Number(right.slice(1));
}
