import type { DeclarationsView } from '../../contract/inspection-endpoints.ts';
import type { PolicyProblemView } from '../../contract/policy-schemas.ts';
import { parseDeclarations } from '../../domain/policy/document/parse-declarations.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { problemView } from '../policies/policy-view.ts';
import { changeGovernance } from './change-governance.ts';
import { declarationsView } from './inspection-view.ts';

export function readDeclarations(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<DeclarationsView> {
  return use.unitOfWork.read(by.tenantId, async (tx) =>
    declarationsView(await tx.governance.read()),
  );
}

export interface UpdateDeclarations {
  readonly by: Caller;
  readonly document: string;
}

export interface DeclarationsReport {
  readonly problems: PolicyProblemView[];
  readonly declarations: DeclarationsView;
}

/**
 * Replaces the lists and calendars, unless something is wrong with the document.
 * @throws MonagoError `policy_invalid` where a policy in force refers to what would not be there any more
 */
export function updateDeclarations(
  { by, document }: UpdateDeclarations,
  use: Control,
): Promise<DeclarationsReport> {
  const { lists, calendars, problems: found } = parseDeclarations(document);
  const problems = found.map((problem) => problemView(0, problem));
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former = await tx.governance.read();
    if (found.some(({ severity }) => severity === 'error')) {
      return { problems, declarations: declarationsView(former) };
    }
    const record = { ...former, lists, calendars };
    const at = use.clock.now();
    const type = 'declarations.changed';
    const told = (one: typeof record) => declarationsView(one).document;
    await changeGovernance({ by, at, type, former, record, told }, tx);
    return { problems, declarations: declarationsView(record) };
  });
}
