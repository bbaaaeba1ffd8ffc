import type { AuditStatusView } from '../../contract/schemas.ts';
import type { AuditCopy, AuditReach } from '../../ports/audit-reach.ts';
import type { AuditStatus } from '../../ports/audit-status.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';

/** How far the log is verified, witnessed and anchored. Whatever is said here, a check that ran says it. */
export async function readStatus(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<AuditStatusView> {
  const status = await use.auditReader.status(by.tenantId);
  const reach = await use.auditReader.reach(by.tenantId);
  const { generation, state, verdict, frozen } = status;
  return {
    generation,
    state,
    verdict,
    frozen: frozen === undefined ? null : { at: timeOf(frozen.at), reason: frozen.reason },
    verified: verifiedOf(status),
    self_check: selfCheckOf(status),
    witnesses: reach.witnesses.map(copyOf),
    witnessed: witnessedOf(reach),
    anchors: reach.anchors.map((anchor) => ({ ...copyOf(anchor), kind: anchor.kind })),
    sinks: reach.sinks.map(copyOf),
    open_intents: reach.openIntents,
  };
}

function verifiedOf({ verifiedTo, verifiedAt }: AuditStatus): AuditStatusView['verified'] {
  if (verifiedTo === undefined || verifiedAt === undefined) return null;
  return { to: verifiedTo, at: rfc3339(verifiedAt) };
}

function selfCheckOf({ selfCheck }: AuditStatus): AuditStatusView['self_check'] {
  if (selfCheck === undefined) return null;
  const { checkedAt, size, verdict, findings, firstFinding } = selfCheck;
  return { at: rfc3339(checkedAt), size, verdict, findings, first_finding: firstFinding ?? null };
}

function witnessedOf({ witnessed }: AuditReach): AuditStatusView['witnessed'] {
  return witnessed === undefined ? null : { to: witnessed.to, at: timeOf(witnessed.at) };
}

function copyOf({ name, to, at, failingSince }: AuditCopy): AuditStatusView['witnesses'][number] {
  return { name, to, at: timeOf(at), failing_since: timeOf(failingSince) };
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : rfc3339(at);
}
