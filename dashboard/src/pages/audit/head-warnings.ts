import type { AuditHeadView, AuditStatusView } from '../../../../src/contract/schemas.ts';

/** What somebody has to look into, the worst first. */
export type HeadWarning =
  | { readonly kind: 'frozen'; readonly reason: string }
  | { readonly kind: 'tampered'; readonly finding: string | undefined }
  | { readonly kind: 'incomplete'; readonly finding: string | undefined }
  | { readonly kind: 'silent' }
  | { readonly kind: 'failing'; readonly names: readonly string[] }
  | { readonly kind: 'open'; readonly count: number };

/** Monago writes an entry at least every ten minutes unless it was told otherwise. */
const silentMs = 15 * 60_000;

/** @param nowMs milliseconds since the epoch */
export function headWarnings(
  head: AuditHeadView | undefined,
  status: AuditStatusView | undefined,
  nowMs: number,
): readonly HeadWarning[] {
  const warnings: HeadWarning[] = [];
  if (status !== undefined) warnings.push(...soundness(status));
  if (head?.last_entry_at != null && nowMs - Date.parse(head.last_entry_at) > silentMs) {
    warnings.push({ kind: 'silent' });
  }
  if (status !== undefined) warnings.push(...neglect(status));
  return warnings;
}

function soundness({ frozen, verdict, self_check }: AuditStatusView): readonly HeadWarning[] {
  const finding = self_check?.first_finding ?? undefined;
  return [
    ...(frozen === null ? [] : [{ kind: 'frozen', reason: frozen.reason } as const]),
    ...(verdict === 'tampered' || verdict === 'incomplete' ? [{ kind: verdict, finding }] : []),
  ];
}

function neglect(status: AuditStatusView): readonly HeadWarning[] {
  const { witnesses, anchors, sinks, open_intents: count } = status;
  const names = [...witnesses, ...anchors, ...sinks]
    .filter((copy) => copy.failing_since !== null)
    .map(({ name }) => name);
  return [
    ...(names.length === 0 ? [] : [{ kind: 'failing', names } as const]),
    ...(count === 0 ? [] : [{ kind: 'open', count } as const]),
  ];
}
