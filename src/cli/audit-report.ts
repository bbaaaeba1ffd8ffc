import type { CheckedAnchor } from '../domain/audit/check-anchor.ts';
import type { ContentCount } from '../domain/audit/check-content.ts';
import type { Witnessed } from '../domain/audit/check-witness.ts';
import type { Finding } from '../domain/audit/finding.ts';
import { formatTime } from '../domain/audit/time.ts';
import type { Verification } from '../domain/audit/verify.ts';

/** Where the trusted key came from. */
export type PolicyOrigin =
  | { readonly kind: 'given' | 'pinned'; readonly file: string }
  | { readonly kind: 'bundle' };

/** What `audit verify` prints. */
export type AuditReport =
  | (Verification & { readonly policy: PolicyOrigin })
  /** The bundle could not be looked into. */
  | { readonly verdict: 'tampered' | 'incomplete' | 'could_not_run'; readonly message: string };

export const headline = {
  verified: 'VERIFIED    every entry is the signed one, in its place, and none is missing',
  tampered: 'TAMPERED',
  incomplete: 'INCOMPLETE  nothing was found to be changed, but this is not enough to prove it',
  could_not_run: 'COULD NOT RUN',
} as const;

export const howToPin = `
To pin the log, get its policy from someone you trust, not from this bundle, and pass it with --policy FILE.
Compare the key in it with the one shown on the Audit page.
`;

/** The report for people. Nothing in it can move the cursor or colour the terminal, whatever the bundle holds. */
export function renderReport(report: AuditReport): string {
  if ('message' in report) return `${headline[report.verdict]}: ${printable(report.message)}\n`;
  const lines = [
    `log         ${report.origin}`,
    `entries     ${report.entries} of ${report.size}${report.newestTime ? `, the newest of ${report.newestTime}` : ''}`,
    `root        ${report.root}`,
    `policy      ${policyLine(report.policy)}`,
    `earlier     checkpoints compared: ${report.checkpoints}`,
    ...evidenceLines(report),
    headline[report.verdict] + firstBad(report),
    ...report.findings.flatMap(findingLines),
    ...unshown(report),
  ];
  const text = lines.map((line) => `${printable(line)}\n`).join('');
  return report.policy.kind === 'bundle' ? text + howToPin : text;
}

/** What else the bundle shows, and what is worth a look without being a fault. */
function evidenceLines(report: Verification): string[] {
  const { anchors, content, continues, followedKeys, gaps, pruned, witnessed } = report;
  const { ignoredSignatures, openIntents } = report;
  return [
    ...(pruned === 0
      ? []
      : [`pruned      the first ${pruned} entries, as the log says; their hashes are here`]),
    ...(witnessed === undefined ? [] : [witnessedLine(witnessed)]),
    ...anchors.map(anchorLine),
    ...(content === undefined ? [] : [contentLine(content)]),
    ...(continues === undefined
      ? []
      : [`continues   ${continues.origin}, ${continues.size} entries, root ${continues.root}`]),
    ...followedKeys.map((vkey) => `key         named by the log itself: ${vkey}`),
    ...gaps.map(
      ({ index, from, to }) => `silence     ahead of index ${index}, from ${from} to ${to}`,
    ),
    ...openIntents.map(
      ({ id, index, time }) => `open call   ${id} at index ${index} since ${time}`,
    ),
    ...ignoredSignatures.map(
      (name) => `ignored     signature of ${name}, whose key is not in the policy`,
    ),
  ];
}

export function witnessedLine({ size, by }: Witnessed): string {
  const names = by.map(({ name, time }) => `${name} at ${new Date(time * 1000).toISOString()}`);
  return `witnessed   the first ${size} entries, by ${names.join(', ')}`;
}

function anchorLine({ file, status, time, authority }: CheckedAnchor): string {
  if (status === 'unchecked' || time === undefined) return `anchor      ${file}, not checked`;
  return `anchor      ${file}, of ${formatTime(time)} by ${authority ?? 'an authority'}`;
}

function contentLine({ opened, notKept, erased }: ContentCount): string {
  return `content     of ${opened} entries checked, of ${notKept} not kept, of ${erased} erased`;
}

export function policyLine(policy: PolicyOrigin): string {
  if (policy.kind === 'bundle')
    return "not pinned: the bundle's own, which proves nothing about who wrote it";
  return policy.file;
}

function firstBad({ verdict, firstBadIndex }: Verification): string {
  return verdict === 'verified' || firstBadIndex === undefined
    ? ''
    : `  first at index ${firstBadIndex}`;
}

export function findingLines({ check, index, file, message, expected, actual }: Finding): string[] {
  const place = [index === undefined ? '' : `index ${index}`, file ?? ''].filter(
    (part) => part !== '',
  );
  return [
    `  ${[check, ...place].join(' ')}: ${message}`,
    ...(expected === undefined ? [] : [`      expected ${expected}`]),
    ...(actual === undefined ? [] : [`      found    ${actual}`]),
  ];
}

function unshown({ findings, findingCounts }: Verification): string[] {
  const total = Object.values(findingCounts).reduce((sum, count) => sum + count, 0);
  return total > findings.length ? [`  and ${total - findings.length} more`] : [];
}

export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
