import type { ControlEndpointName } from '../../src/contract/endpoints.ts';
import { sampleInput } from '../../src/domain/policy/bundle/sample-input.ts';
import type { Drive, Gate, Plan } from './gate.ts';

const headers = (gate: Gate) => gate.sessionHeaders;
const nothing: Drive = { headers, plan: () => ({}) };
const policy = (gate: Gate): Plan => ({ params: { id: gate.recall('policy') } });

type GovernanceRow = Extract<
  ControlEndpointName,
  `policy.${string}` | `approval.${string}` | `inspection.${string}` | `declarations.${string}`
>;

/** How the rows of policies, approvals and inspection are made to succeed, in this order, once there is a token. */
export const governanceDrives: Readonly<Record<GovernanceRow, Drive>> = {
  'inspection.read': nothing,
  'inspection.update': {
    headers,
    plan: () => ({ body: { names: false, allow: ['Nusantara'], time_zone: 'Asia/Jakarta' } }),
  },
  'declarations.read': nothing,
  'declarations.update': {
    headers,
    plan: () => ({ body: { document: 'lists: {approved_models: [gpt-4o-mini]}\n' } }),
  },
  'policy.create': {
    headers,
    plan: (gate) => ({ body: { document: documentOf(nameFrom(gate)), note: 'first' } }),
    learn: (reply, gate) => {
      gate.remember('policy', String(reply.json()['id']));
      gate.remember('name of the policy', String(reply.json()['name']));
    },
  },
  'policy.list': nothing,
  'policy.read': { headers, plan: policy },
  'policy.add_version': {
    headers,
    plan: (gate) => ({
      ...policy(gate),
      body: { document: documentOf(gate.recall('name of the policy'), 60), note: 'second' },
    }),
  },
  'policy.versions': { headers, plan: policy },
  'policy.check': {
    headers,
    plan: (gate) => ({ body: { documents: [documentOf(nameFrom(gate))] } }),
  },
  'policy.simulate': { headers, plan: () => ({ body: { input: sampleInput('request') } }) },
  'policy.backtest': {
    headers,
    plan: (gate) => ({
      body: { documents: [documentOf(nameFrom(gate))], since: '2026-01-01T00:00:00Z' },
    }),
  },
  'policy.activate': {
    headers,
    plan: (gate) => ({ ...policy(gate), body: { number: 1, reason: 'agreed' } }),
  },
  'policy.deactivate': {
    headers,
    plan: (gate) => ({ ...policy(gate), body: { reason: 'not needed' } }),
  },
  'policy.archive': { headers, plan: policy },
  'approval.list': nothing,
  'approval.read': { headers, plan: heldRequest },
  'approval.decide': {
    headers,
    plan: async (gate) => ({
      ...(await heldRequest(gate)),
      body: { decision: 'reject', reason: 'nobody knows why' },
    }),
  },
};

function nameFrom(gate: Gate): string {
  return gate.newName().replace(' ', '-');
}

/** Matches no request of the gate's. */
function documentOf(name: string, priority = 50): string {
  return `name: ${name}\nmode: enforce\npriority: ${priority}\nmatch: {model: nobody-asks-for-this}\neffect: deny\n`;
}

let held = 0;

/** A request that waits for a person, as the gateway would have left it. */
export async function heldRequest(gate: Gate): Promise<Plan> {
  held += 1;
  const number = String(held).padStart(32, '0');
  const id = `apr_${number}`;
  await gate.site.asSuperuser((client) =>
    client.query(
      `INSERT INTO approval (tenant_id, approval_id, workspace_id, token_id, held_audit_id, policies, kind, approvers,
          request_hash, provider, model, api, findings, risk, content, status, created_at, expires_at)
        SELECT tenant_id, $1, workspace_id, token_id, $2, '{held@1}', 'require_approval', '{}', sha256('x'), 'openai',
          'gpt-4o-mini', 'chat.completions', '[]', '{"score":0,"band":"low","reasons":[]}', 'Hello', 'pending', now(),
          now() + interval '1 hour'
        FROM service_token WHERE token_id = $3`,
      [id, `aud_${number}`, gate.recall('token')],
    ),
  );
  return { params: { id } };
}
