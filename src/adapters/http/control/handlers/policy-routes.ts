import type { Control } from '../../../../control/control.ts';
import {
  activatePolicy,
  archivePolicy,
  deactivatePolicy,
} from '../../../../control/policies/activate-policy.ts';
import { backtestPolicies } from '../../../../control/policies/backtest-policies.ts';
import { checkPolicies } from '../../../../control/policies/check-policies.ts';
import { addVersion, createPolicy } from '../../../../control/policies/create-policy.ts';
import { listPolicies } from '../../../../control/policies/list-policies.ts';
import {
  listVersions,
  type NamePolicy,
  readPolicy,
} from '../../../../control/policies/read-policy.ts';
import { simulatePolicies } from '../../../../control/policies/simulate-policies.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { type Call, callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** Policies. */
export function policyRoutes(control: Control): Route[] {
  return [...storedPolicyRoutes(control), ...inForceRoutes(control), ...trialRoutes(control)];
}

function storedPolicyRoutes(control: Control): Route[] {
  return [
    route('policy.list', async (_, call) => ({
      policies: await listPolicies({ by: callerOf(call) }, control),
    })),

    route('policy.read', async ({ params }, call) =>
      readPolicy(policyNamed(params, call), control),
    ),

    route('policy.create', ({ body }, call) =>
      createPolicy({ by: callerOf(call), ...body }, control),
    ),

    route('policy.add_version', async ({ params, body }, call) =>
      addVersion({ ...policyNamed(params, call), ...body }, control),
    ),

    route('policy.versions', async ({ params }, call) => ({
      versions: await listVersions(policyNamed(params, call), control),
    })),
  ];
}

function inForceRoutes(control: Control): Route[] {
  return [
    route('policy.activate', async ({ params, body }, call) =>
      activatePolicy({ ...policyNamed(params, call), ...body }, control),
    ),

    route('policy.deactivate', async ({ params, body }, call) =>
      deactivatePolicy({ ...policyNamed(params, call), ...body }, control),
    ),

    route('policy.archive', async ({ params }, call) =>
      archivePolicy(policyNamed(params, call), control),
    ),
  ];
}

function trialRoutes(control: Control): Route[] {
  return [
    route('policy.check', ({ body }, call) =>
      checkPolicies({ by: callerOf(call), ...body }, control),
    ),

    route('policy.simulate', ({ body }, call) => {
      const { phase, input, audit_id: auditId = '', documents } = body;
      const subject = input === undefined ? { auditId } : { input };
      return simulatePolicies({ by: callerOf(call), phase, subject, documents }, control);
    }),

    route('policy.backtest', ({ body: { documents, without, since } }, call) =>
      backtestPolicies(
        { by: callerOf(call), documents, without, since: Date.parse(since) },
        control,
      ),
    ),
  ];
}

function policyNamed({ id }: { readonly id: string }, call: Call): NamePolicy {
  if (!isId('pol', id)) throw new MonagoError('policy_not_found');
  return { by: callerOf(call), policyId: id };
}
