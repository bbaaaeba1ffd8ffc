import type { CredentialState, FaultCode } from '../../domain/credential/usage.ts';
import type { CredentialId } from '../../domain/ids.ts';
import type { TenantScope } from './tenant-scope.ts';

interface StateRow {
  readonly credential_id: CredentialId;
  readonly last_used_at: Date | null;
  readonly fault_at: Date | null;
  readonly fault_code: FaultCode | null;
  readonly fault_status: number | null;
  readonly fault_version: number | null;
  readonly versions_in_use: readonly number[] | null;
}

/** After so long without a word a node's counts are those of a dead node; living nodes confirm theirs more often. */
const reportLifetime = '60 seconds';

/** What gateway nodes have reported of the tenant's own credentials. */
export async function readCredentialStates({
  execute,
  tenantId,
}: TenantScope): Promise<ReadonlyMap<CredentialId, CredentialState>> {
  const rows = await execute<StateRow>(
    `SELECT credential_id, u.last_used_at, u.fault_at, u.fault_code, u.fault_status, u.fault_version, i.versions_in_use
      FROM (SELECT * FROM credential_usage WHERE tenant_id = $1 AND is_own) u
      FULL JOIN (
        SELECT credential_id, array_agg(DISTINCT version) AS versions_in_use FROM credential_in_use
          WHERE tenant_id = $1 AND reported_at > now() - interval '${reportLifetime}' GROUP BY credential_id
      ) i USING (credential_id)`,
    [tenantId],
  );
  return new Map(rows.map((row) => [row.credential_id, stateOf(row)]));
}

function stateOf(row: StateRow): CredentialState {
  return {
    lastUsedAt: row.last_used_at?.getTime(),
    lastFault: lastFaultOf(row),
    versionsInUse: row.versions_in_use ?? [],
  };
}

function lastFaultOf(row: StateRow): CredentialState['lastFault'] {
  const { fault_at: at, fault_code: code, fault_version: version } = row;
  if (at === null || code === null || version === null) return undefined;
  return { at: at.getTime(), code, version, status: row.fault_status ?? undefined };
}

/** When the platform's key last served the tenant. */
export async function readFallbackUsedAt({
  execute,
  tenantId,
}: TenantScope): Promise<number | undefined> {
  const [row] = await execute<{ used_at: Date | null }>(
    'SELECT max(last_used_at) AS used_at FROM credential_usage WHERE tenant_id = $1 AND NOT is_own',
    [tenantId],
  );
  return row?.used_at?.getTime();
}
