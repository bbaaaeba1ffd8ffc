import { policyInputSchema } from '../../contract/policy-input.ts';
import type { DecisionView, ExplainedPolicyView } from '../../contract/policy-schemas.ts';
import { MonagoError } from '../../domain/errors.ts';
import { type AuditId, isId } from '../../domain/ids.ts';
import type { CompiledPolicy } from '../../domain/policy/bundle/compile-policy.ts';
import type { Truth } from '../../domain/policy/condition/compiled-condition.ts';
import type { Phase, PolicyInput } from '../../domain/policy/condition/variables.ts';
import type { StoredDecision } from '../../ports/policies.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { bundleWith, declarationsIn, readDocument } from './policy-documents.ts';
import { decisionView } from './policy-view.ts';

type InputView = ReturnType<typeof policyInputSchema.parse>;

export interface SimulatePolicies {
  readonly by: Caller;
  readonly phase: Phase;
  /** An input, or the audit entry of a recorded decision. */
  readonly subject: { readonly input: InputView } | { readonly auditId: string };
  /** In the place of the policies in force that have their names, or beside them. */
  readonly documents: readonly string[];
}

export interface Simulation {
  readonly phase: Phase;
  readonly input: InputView;
  readonly decision: DecisionView;
  readonly policies: ExplainedPolicyView[];
  readonly recorded: { readonly verdict: string; readonly matched: string[] } | null;
}

/** What would be decided, and why. Changes nothing. @throws MonagoError `policy_invalid` | `not_found` */
export function simulatePolicies(
  { by, phase, subject, documents }: SimulatePolicies,
  use: Control,
): Promise<Simulation> {
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const declarations = declarationsIn(await tx.governance.read());
    const drafts = documents.map((document) => ({
      policy: readDocument(document, declarations).policy,
      version: 'draft',
    }));
    const bundle = bundleWith(await tx.policies.inForce(), { drafts }, declarations);
    const recorded = 'auditId' in subject ? await recordOf(subject.auditId, phase, tx) : undefined;
    const input = 'input' in subject ? subject.input : inputOf(recorded);
    if (phase !== 'request' && input.response === undefined) {
      const message = 'There is no answer in this input.';
      throw new MonagoError('invalid_input', { param: 'input.response', message });
    }
    return {
      phase,
      input,
      decision: decisionView(bundle.decide(phase, input)),
      policies: bundle.policies
        .filter(({ policy }) => policy.phases.includes(phase))
        .map((policy) => explained(policy, input)),
      recorded: recorded === undefined ? null : recordedView(recorded),
    };
  });
}

async function recordOf(
  auditId: string,
  phase: Phase,
  tx: TenantTransaction,
): Promise<StoredDecision> {
  const id: AuditId | undefined = isId('aud', auditId) ? auditId : undefined;
  const records = id === undefined ? [] : await tx.decisions.byAuditId(id);
  const record = records.find((one) => one.phase === phase);
  if (record !== undefined) return record;
  const message = 'There is no recorded decision of this entry in this phase, or not any more.';
  throw new MonagoError('not_found', { message });
}

function inputOf(record: StoredDecision | undefined): InputView {
  const parsed = policyInputSchema.safeParse(record?.input);
  if (parsed.success) return parsed.data;
  const message =
    'This decision was recorded by another version of Monago, which knew other things.';
  throw new MonagoError('not_found', { message });
}

function recordedView({ verdict, matched }: StoredDecision): Simulation['recorded'] {
  return { verdict, matched: [...matched] };
}

function explained(
  { policy, reference, workspace, condition }: CompiledPolicy,
  input: PolicyInput,
): ExplainedPolicyView {
  const { truth, conjuncts } = condition.explain(input);
  const isElsewhere = workspace !== undefined && workspace !== input.request.workspace;
  return {
    ...reference,
    mode: policy.mode,
    priority: policy.priority,
    truth: isElsewhere ? 'false' : truthText(truth),
    conjuncts: [
      ...(workspace === undefined ? [] : [scopeConjunct(workspace, input)]),
      ...conjuncts.map((conjunct) => ({
        source: conjunct.source,
        truth: truthText(conjunct.truth),
        values: conjunct.values.map(({ variable, value }) => ({ variable, value: value ?? null })),
      })),
    ],
  };
}

/** The scope of a policy is a condition too. */
function scopeConjunct(workspace: string, { request }: PolicyInput) {
  return {
    source: `request.workspace == ${JSON.stringify(workspace)}`,
    truth: truthText(request.workspace === workspace),
    values: [{ variable: 'request.workspace', value: request.workspace }],
  };
}

function truthText(truth: Truth): 'true' | 'false' | 'unknown' {
  if (truth === 'unknown') return 'unknown';
  return truth ? 'true' : 'false';
}
