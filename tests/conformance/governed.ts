import { createHash } from 'node:crypto';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { AuditId } from '../../src/domain/ids.ts';
import { sampleInput } from '../../src/domain/policy/bundle/sample-input.ts';
import type { NewApproval } from '../../src/ports/approvals.ts';
import type { NewEntry } from '../../src/ports/audit-log.ts';
import type { NewDecisionRecord } from '../../src/ports/decision-records.ts';
import type { StoredVersion } from '../../src/ports/policies.ts';
import type { NewTenant, ServiceToken } from '../../src/ports/unit-of-work.ts';
import { random } from './audit-node.ts';

export const requestHash = createHash('sha256').update('what would be sent').digest();

/** A request that the token's program has made and that policy holds. */
export function someApproval(
  token: ServiceToken,
  change: Partial<NewApproval> & Pick<NewApproval, 'createdAt'>,
): NewApproval {
  return {
    id: random.id('apr'),
    workspaceId: token.workspaceId,
    tokenId: token.id,
    policies: ['premium-models@2'],
    kind: 'require_approval',
    approvers: [],
    requestHash,
    provider: 'openai',
    model: 'gpt-4o',
    api: 'chat.completions',
    findings: [{ type: 'EMAIL', count: 2 }],
    risk: { score: 30, band: 'medium', reasons: ['pii'] },
    content: undefined,
    expiresAt: change.createdAt + 60_000,
    ...change,
  };
}

export function heldEntry(tenant: Pick<NewTenant, 'id'>, approval: NewApproval): NewEntry {
  const commitment = { commit: Buffer.alloc(32).toString('base64'), bytes: 2 };
  const fact: AuditFact = {
    type: 'ai.request.held',
    actor: { type: 'token', id: approval.tokenId },
    workspace: approval.workspaceId,
    api: approval.api,
    provider: approval.provider,
    model_requested: approval.model,
    stream: false,
    decision: 'pending_approval',
    policy_version: 'premium-models@2',
    pii: [],
    incidents: [],
    risk: { score: 30, band: 'medium' },
    req: commitment,
    approval: approval.id,
    policies: { matched: approval.policies },
  };
  return { tenantId: tenant.id, entryId: random.id('aud'), fact, salt: Buffer.alloc(32, 7) };
}

export function someDecision(
  tenant: Pick<NewTenant, 'id' | 'workspace'>,
  change: Partial<NewDecisionRecord> & Pick<NewDecisionRecord, 'at'>,
): NewDecisionRecord {
  const auditId: AuditId = random.id('aud');
  return {
    tenantId: tenant.id,
    auditId,
    workspaceId: tenant.workspace.id,
    phase: 'request',
    input: sampleInput('request'),
    verdict: 'allow',
    wouldBe: 'allow',
    decidedBy: [],
    matched: [],
    shadow: [],
    wouldDeny: [],
    code: undefined,
    evalUs: 12.6,
    ...change,
  };
}

export function someVersion(tenant: NewTenant, document: string, number = 1): StoredVersion {
  return {
    number,
    hash: `sha256:${createHash('sha256').update(document).digest('hex')}`,
    document,
    mode: 'enforce',
    priority: 50,
    note: '',
    createdAt: 1,
    createdBy: tenant.administrator.id,
  };
}
