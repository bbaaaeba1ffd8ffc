import type { Finding } from './finding.ts';
import { formatTime } from './time.ts';
import type { Verification } from './verify.ts';

/**
 * The same, with what an auditor finds wanting who asks for a recent time stamp by an authority that they trust.
 * @param since microseconds since the epoch; without it nothing is asked for
 */
export function withRequiredAnchor(
  verification: Verification,
  since: number | undefined,
): Verification {
  if (since === undefined) return verification;
  const times = verification.anchors.flatMap(({ time }) => time ?? []);
  const newest = Math.max(...times);
  if (newest >= since) return verification;
  const finding: Finding = {
    check: 'V16',
    weight: 'incomplete',
    message: 'no time stamp of a trusted authority is recent enough',
    expected: `${formatTime(since)} or later`,
    actual: times.length === 0 ? 'none that could be verified' : formatTime(newest),
  };
  const { findings, findingCounts, verdict } = verification;
  return {
    ...verification,
    verdict: verdict === 'tampered' ? verdict : 'incomplete',
    findings: [...findings, finding],
    findingCounts: { ...findingCounts, V16: (findingCounts.V16 ?? 0) + 1 },
  };
}
