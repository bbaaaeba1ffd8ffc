import type { InspectionView } from '../../contract/inspection-endpoints.ts';
import type { CustomRecogniser } from '../../domain/inspection/inspection-settings.ts';
import type { GovernanceRecord } from '../../ports/policies.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { changeGovernance } from './change-governance.ts';
import { refuseSlow, refuseUnusable } from './check-inspection.ts';
import { inspectionView } from './inspection-view.ts';

export function readInspection(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<InspectionView> {
  return use.unitOfWork.read(by.tenantId, async (tx) => inspectionView(await tx.governance.read()));
}

export interface UpdateInspection {
  readonly by: Caller;
  /** What is undefined stays. */
  readonly change: {
    readonly [Setting in keyof InspectionView]?: InspectionView[Setting] | undefined;
  };
}

/**
 * Requests that begin after the answer are inspected like that.
 * @throws MonagoError `invalid_input` for patterns and names that cannot be used; `policy_invalid` where a policy in force
 * refers to what would not be there any more
 */
export async function updateInspection(
  { by, change }: UpdateInspection,
  use: Control,
): Promise<InspectionView> {
  // Not while nobody else can change anything: this takes a while.
  await tryPatterns({ by, change }, use);
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former = await tx.governance.read();
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const record = recordOf({ ...inspectionView(former), ...Object.fromEntries(given) }, former);
    refuseUnusable(record.inspection);
    const at = use.clock.now();
    const type = 'inspection.changed';
    await changeGovernance({ by, at, type, former, record, told: inspectionView }, tx);
    return inspectionView(record);
  });
}

async function tryPatterns({ by, change }: UpdateInspection, use: Control): Promise<void> {
  if (!change.recognisers) return;
  const { inspection } = await use.unitOfWork.read(by.tenantId, (tx) => tx.governance.read());
  const known = new Set(inspection.recognisers.map(({ pattern }) => pattern));
  refuseSlow(change.recognisers.map(recogniserOf), known, use.clock);
}

function recogniserOf(view: InspectionView['recognisers'][number]): CustomRecogniser {
  return { ...view, checksum: view.checksum ?? undefined };
}

function recordOf(view: InspectionView, former: GovernanceRecord): GovernanceRecord {
  return {
    ...former,
    timeZone: view.time_zone,
    inspection: {
      names: view.names,
      tokenFormat: view.token_format,
      allow: view.allow,
      deny: view.deny,
      recognisers: view.recognisers.map(recogniserOf),
      contentInApprovals: view.content_in_approvals,
    },
  };
}
