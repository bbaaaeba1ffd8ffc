import { type Quorum, quorumReach } from '../../../domain/audit/quorum.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditCopy, AuditReach } from '../../../ports/audit-reach.ts';
import type { CheckpointWitness } from '../../../ports/checkpoint-witness.ts';
import type { Execute } from '../sql.ts';
import { toCount } from './log-head.ts';

/** Whose cosignatures the operator asks for. */
export interface WitnessQuorum {
  readonly quorum: Quorum;
  readonly witnesses: readonly Pick<CheckpointWitness, 'name' | 'keyName'>[];
}

interface CopyRow {
  readonly what: 'witness' | 'anchor' | 'sink';
  readonly name: string;
  readonly kind: string | null;
  readonly size: string | number | null;
  readonly at: Date | null;
  readonly failing_since: Date | null;
}

// Sinks that no node has been at for a while are those that the operator took away.
const selectCopies = `
SELECT 'witness' AS what, w.name, NULL AS kind, w.size, w.cosigned_at AS at, w.failing_since
  FROM audit_head h JOIN audit_witness w USING (tenant_id, generation) WHERE h.tenant_id = $1
UNION ALL
SELECT 'anchor', s.name, (SELECT a.kind FROM audit_anchor a
    WHERE a.tenant_id = s.tenant_id AND a.generation = s.generation AND a.size = s.size AND a.name = s.name),
    s.size, s.anchored_at, s.failing_since
  FROM audit_head h JOIN audit_anchor_state s USING (tenant_id, generation) WHERE h.tenant_id = $1
UNION ALL
SELECT 'sink', s.sink, NULL, c.next_idx, c.delivered_at, s.failing_since
  FROM audit_head h CROSS JOIN audit_sink s
    LEFT JOIN audit_sink_cursor c ON c.sink = s.sink AND c.tenant_id = h.tenant_id AND c.generation = h.generation
  WHERE h.tenant_id = $1 AND s.held_until > now() - interval '10 minutes'
ORDER BY what, name`;

const countOpen = `
SELECT count(*) AS open FROM (SELECT FROM audit_open_intent
  WHERE tenant_id = $1 AND opened_at < now() - interval '1 hour' LIMIT 1000) AS overdue`;

/** How far the tenant's newest log has come beyond this database. */
export async function readReach(
  execute: Execute,
  tenantId: TenantId,
  asked?: WitnessQuorum,
): Promise<AuditReach> {
  const rows = await execute<CopyRow>(selectCopies, [tenantId]);
  const [count] = await execute<{ readonly open: string | number }>(countOpen, [tenantId]);
  const of = (what: CopyRow['what']) => rows.filter((row) => row.what === what);
  const witnesses = of('witness').map(copyOf);
  return {
    witnesses,
    witnessed: asked && witnessedBy(asked, witnesses),
    anchors: of('anchor').map((row) => ({ ...copyOf(row), kind: row.kind ?? 'unknown' })),
    sinks: of('sink').map(copyOf),
    openIntents: toCount(count?.open ?? 0),
  };
}

function witnessedBy(
  { quorum, witnesses }: WitnessQuorum,
  copies: readonly AuditCopy[],
): AuditReach['witnessed'] {
  if (quorum.kind === 'none') return undefined;
  // Rows are named by keys, the quorum by the names of the operator's policy.
  const sizes = new Map(
    witnesses.map(({ name, keyName }) => [
      name,
      copies.find((copy) => copy.name === keyName)?.to ?? 0,
    ]),
  );
  const to = quorumReach(quorum, sizes);
  return { to, at: copies.find((copy) => copy.to === to)?.at };
}

function copyOf({ name, size, at, failing_since: failingSince }: CopyRow): AuditCopy {
  return {
    name,
    to: toCount(size ?? 0),
    at: at?.getTime(),
    failingSince: failingSince?.getTime(),
  };
}
