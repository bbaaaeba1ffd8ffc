import type { ApplyOutcome } from '../../compose/policies/apply-policies.ts';
import type { PolicyPlan } from '../../compose/policies/plan-policies.ts';
import type { PlannedPolicy } from '../../compose/policies/planned-policy.ts';
import { findingId } from '../../domain/policy/analysis/findings-about.ts';
import { allDecisionLines, fieldLines } from '../../domain/policy/report/diff-report.ts';
import { givenOf } from '../../domain/policy/report/given-of.ts';
import { givenText, jsonText } from '../../domain/policy/report/lint-report.ts';

export type ToldOutcome = Exclude<ApplyOutcome, { kind: 'wrong_files' }>;

/** For people: the plan, then what became of it. */
export function applyText(outcome: ToldOutcome): string {
  const { kind, plan, tenant } = outcome;
  const isIdle = plan !== undefined && plan.changed.length + plan.removed.length === 0;
  const lines = plan === undefined || isIdle ? [] : planLines(plan);
  if (kind === 'refused') {
    lines.push('refused, and nothing was changed:', ...outcome.reasons.map((one) => `  ${one}`));
  } else if (isIdle) {
    lines.push(`nothing to do: the policies of ${tenant.name} are what the files say`);
  } else {
    lines.push(kind === 'done' ? `done, for ${tenant.name}` : 'nothing was changed: a dry run');
  }
  return `${lines.join('\n')}\n`;
}

function planLines({ changed, removed, changes, decisions, examination }: PolicyPlan): string[] {
  const fieldsOf = new Map(changes.map(({ name, fields }) => [name, fields]));
  const comesIntoForce = changed.some(({ isActivated }) => isActivated) || removed.length > 0;
  return [
    ...changed.flatMap((planned) => [
      `${planned.former === undefined ? '+' : '~'} ${planned.policy.name} (${planned.policy.scope}): ${stepsOf(planned)}`,
      ...fieldLines(planned.former === undefined ? [] : (fieldsOf.get(planned.policy.name) ?? [])),
    ]),
    ...removed.map(
      ({ name, scope, active }) =>
        `- ${name} (${scope}): take version ${active?.number} out of force`,
    ),
    ...(comesIntoForce ? allDecisionLines(decisions) : []),
    ...findingLines(examination),
  ];
}

function stepsOf({ former, number, isNewVersion, isActivated }: PlannedPolicy): string {
  const version = `version ${number}`;
  const stored = former === undefined ? 'create it' : `add ${version}`;
  const inForce =
    former?.active === undefined
      ? 'put into force'
      : `put into force in place of version ${former.active.number}`;
  if (!isActivated) return stored;
  return isNewVersion ? `${stored}, ${inForce}` : `${version} is ${inForce}`;
}

function findingLines({ findings, unacknowledged }: PolicyPlan['examination']): readonly string[] {
  return findings.flatMap((finding) => {
    const id = findingId(finding);
    const { message, witness } = finding;
    const known = unacknowledged.includes(id) ? '' : ', acknowledged';
    const shown = witness && givenText(givenOf(witness.input, witness.phase));
    return [
      `finding ${id}${known}: ${message}`,
      ...(shown === undefined ? [] : [`  for example: ${shown}`]),
    ];
  });
}

export function applyJson(outcome: ToldOutcome): string {
  const { kind, plan, tenant } = outcome;
  return jsonText({
    outcome: kind,
    tenant: tenant.id,
    reasons: kind === 'refused' ? outcome.reasons : [],
    policies: plan?.changed.map(({ policy, former, ...planned }) => ({
      name: policy.name,
      scope: policy.scope,
      hash: planned.hash,
      version: planned.number,
      is_created: former === undefined,
      is_new_version: planned.isNewVersion,
      is_put_into_force: planned.isActivated,
      version_in_force_before: former?.active?.number ?? null,
    })),
    taken_out_of_force: plan?.removed.map(({ name }) => name),
    changes: plan?.changes,
    decisions: plan?.decisions,
    findings: plan?.examination.findings.map((finding) => ({
      id: findingId(finding),
      message: finding.message,
      is_acknowledged: !plan.examination.unacknowledged.includes(findingId(finding)),
    })),
  });
}
