import type { InspectionView } from '../../contract/inspection-endpoints.ts';
import { type FieldError, MonagoError } from '../../domain/errors.ts';
import { checkRecogniser } from '../../domain/inspection/custom/check-recogniser.ts';
import { entities } from '../../domain/inspection/entity.ts';
import type { InspectionSettings } from '../../domain/inspection/inspection-settings.ts';
import type { GovernanceRecord } from '../../ports/policies.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { changeGovernance } from './change-governance.ts';
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
export function updateInspection(
  { by, change }: UpdateInspection,
  use: Control,
): Promise<InspectionView> {
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

function recordOf(view: InspectionView, former: GovernanceRecord): GovernanceRecord {
  return {
    ...former,
    timeZone: view.time_zone,
    inspection: {
      names: view.names,
      tokenFormat: view.token_format,
      allow: view.allow,
      deny: view.deny,
      recognisers: view.recognisers.map((each) => ({
        ...each,
        checksum: each.checksum ?? undefined,
      })),
      contentInApprovals: view.content_in_approvals,
    },
  };
}

function refuseUnusable({ deny, recognisers }: InspectionSettings): void {
  const fields: FieldError[] = recognisers.flatMap((recogniser, at) =>
    checkRecogniser(recogniser).map(({ field, message }) => ({
      field: `recognisers.${at}.${field}`,
      message,
    })),
  );
  const named = [
    ...deny.map(({ name }, at) => ({ name, field: `deny.${at}.name` })),
    ...recognisers.map(({ name }, at) => ({ name, field: `recognisers.${at}.name` })),
  ];
  named.forEach(({ name, field }, at) => {
    if (Object.hasOwn(entities, name)) {
      fields.push({ field, message: 'Monago itself reports this type. Choose another name.' });
    } else if (named.findIndex((one) => one.name === name) !== at) {
      fields.push({ field, message: 'This name is already used.' });
    }
  });
  if (fields.length > 0) throw new MonagoError('invalid_input', { fields });
}
