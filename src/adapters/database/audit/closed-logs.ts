import type { Pool } from 'pg';
import { isQuorumMet, type Quorum } from '../../../domain/audit/quorum.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { CheckpointWitness } from '../../../ports/checkpoint-witness.ts';
import type { DueLog } from './publication-rows.ts';

export interface Publishing {
  readonly witnesses: readonly Pick<CheckpointWitness, 'name' | 'keyName'>[];
  readonly quorum: Quorum;
  /** Names of anchors. */
  readonly anchors: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface ClosedRow {
  readonly tenant_id: TenantId;
  readonly generation: number;
  readonly origin: string;
  /** Witnesses that have the last checkpoint. */
  readonly cosigned: readonly string[];
  /** Witnesses that are not asked now. */
  readonly resting: readonly string[];
  readonly is_anchor_due: boolean;
}

const closedMax = 2_000;
/** Nothing more comes of the log, so there is no hurry. */
const restMs = 10 * 60_000;

// A witness that knows another history of the log (409, 422) will not change its mind: what is stored stays as it is.
const selectClosed = `
SELECT * FROM (
  SELECT l.tenant_id, l.generation, l.origin,
    ARRAY(SELECT w.name FROM audit_witness w WHERE w.tenant_id = l.tenant_id AND w.generation = l.generation
      AND w.size >= c.size) AS cosigned,
    ARRAY(SELECT w.name FROM audit_witness w WHERE w.tenant_id = l.tenant_id AND w.generation = l.generation
      AND w.size < c.size AND w.problem IS NOT NULL AND (w.status IN (409, 422) OR w.attempted_at > $3)) AS resting,
    EXISTS (SELECT FROM unnest($2::text[]) AS a WHERE NOT EXISTS (SELECT FROM audit_anchor_state s
      WHERE s.tenant_id = l.tenant_id AND s.generation = l.generation AND s.name = a
        AND (s.size >= c.size OR s.next_at > $4))) AS is_anchor_due
  FROM audit_log l CROSS JOIN LATERAL (SELECT max(size) AS size FROM audit_checkpoint k
    WHERE k.tenant_id = l.tenant_id AND k.generation = l.generation) AS c
  WHERE l.state = 'closed' AND c.size > 0) AS closed
WHERE is_anchor_due OR NOT $1::text[] <@ (cosigned || resting)
ORDER BY tenant_id, generation LIMIT ${closedMax}`;

/**
 * Logs that were closed before their last checkpoint had reached a quorum of the witnesses, or an anchor. Once it has,
 * nobody is told of them any more.
 */
export async function closedLogs(
  readerPool: Pool,
  { witnesses, quorum, anchors, now }: Publishing,
): Promise<DueLog[]> {
  const keyNames = witnesses.map(({ keyName }) => keyName);
  const resting = new Date(now - restMs);
  const values = [keyNames, anchors, resting, new Date(now)];
  const { rows } = await readerPool.query<ClosedRow>(selectClosed, values);
  return rows.flatMap((row) => {
    const cosigned = witnesses.filter(({ keyName }) => row.cosigned.includes(keyName));
    const isMet = isQuorumMet(quorum, new Set(cosigned.map(({ name }) => name)));
    if (isMet && !row.is_anchor_due) return [];
    const { tenant_id: tenantId, generation, origin } = row;
    const left = isMet ? [] : keyNames.filter((keyName) => !row.resting.includes(keyName));
    return [{ tenantId, generation, origin, closed: { witnesses: left } }];
  });
}
