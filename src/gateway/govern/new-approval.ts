import { MonagoError } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { HoldObligation } from '../../domain/policy/bundle/decision.ts';
import { segmentsOf } from '../../domain/protocol/segments/segments-of.ts';
import type { NewApproval } from '../../ports/approvals.ts';
import { auditable } from '../audit/auditable.ts';
import { auditedFindings, namesOf } from '../audit/audited-findings.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { PlannedCall } from '../stages/plan.ts';

export function approvalPath(id: ApprovalId): string {
  return `/v1/approvals/${id}`;
}

/**
 * Of the client's bytes and of those for the provider, so that an approval lets nothing else pass: with other personal data
 * behind the same tokens it would be another request. Of what the client opts into in headers, and of the policies that hold it
 * as well: whoever agrees has agreed to those.
 */
export function requestHash(
  { call, cleared }: PlannedCall,
  { request, body, use }: Exchange,
): Buffer {
  const { decision, prompt } = cleared;
  const hash = use.digest.sha256();
  for (const part of [
    request.api,
    prompt.provider,
    prompt.model,
    call.path,
    optIns(call.headers),
    [...namesOf(decision.decidedBy)].sort().join(),
    body ?? Buffer.alloc(0),
    call.body,
  ]) {
    const bytes = Buffer.from(part);
    hash.update(Buffer.from(`${bytes.length}\n`));
    hash.update(bytes);
  }
  return hash.digest();
}

// A client that sends again counts its attempts in headers, and those change nothing.
const optIn = /^(?:openai-beta|anthropic-beta|anthropic-version|x-amzn-bedrock-.*)$/;

function optIns(headers: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.entries(headers)
      .filter(([name]) => optIn.test(name))
      .sort(),
  );
}

const minuteMs = 60_000;
const contentMax = 100_000;

/**
 * @returns also how long the caller waits
 * @throws MonagoError `policy_blocked` where the policies that hold the request let nobody approve it
 */
export function newApproval(
  planned: PlannedCall,
  caller: Caller,
  exchange: Exchange,
): NewApproval & { readonly waitMs: number } {
  const { decision, prompt } = planned.cleared;
  const { holds } = decision.obligations;
  const { clock, random } = exchange.use;
  const createdAt = clock.now();
  const timeoutMs = Math.min(...holds.map(({ timeoutMinutes }) => timeoutMinutes)) * minuteMs;
  const waitMs = Math.min(...holds.map(({ waitSeconds }) => waitSeconds)) * 1_000;
  return {
    id: random.id('apr'),
    workspaceId: caller.workspaceId,
    tokenId: caller.tokenId,
    policies: namesOf(decision.decidedBy),
    kind: holds.some(({ kind }) => kind === 'require_approval')
      ? 'require_approval'
      : 'require_hitl',
    approvers: commonApprovers(holds),
    requestHash: requestHash(planned, exchange),
    provider: prompt.provider,
    model: auditable(prompt.model),
    api: exchange.request.api,
    findings: findingsOf(exchange),
    risk: riskOf(exchange),
    content: contentOf(exchange),
    createdAt,
    expiresAt: createdAt + timeoutMs,
    waitMs: Math.min(waitMs, timeoutMs),
  };
}

function findingsOf({ inspection, decision }: Exchange): NewApproval['findings'] {
  if (inspection === undefined) return [];
  return auditedFindings(inspection, decision).map(({ type, count }) => ({ type, count }));
}

const reasonsMax = 8;

function riskOf({ risk }: Exchange): NewApproval['risk'] {
  const reasons = (risk?.contributions ?? []).slice(0, reasonsMax).map(({ signal }) => signal);
  return { score: risk?.score ?? 0, band: risk?.band ?? 'low', reasons };
}

/** One person has to satisfy every policy. */
function commonApprovers(holds: readonly HoldObligation[]): readonly string[] {
  const [first, ...others] = holds
    .map(({ approvers }) => approvers)
    .filter((who) => who.length > 0);
  if (first === undefined) return [];
  const common = first.filter((who) => others.every((list) => list.includes(who)));
  if (common.length > 0) return common;
  throw new MonagoError('policy_blocked', {
    message:
      'Blocked by policy: several policies hold this request, and nobody may approve it for all of them.',
  });
}

/** What whoever decides gets to read: as it would be sent, with everything hidden that policy hides. */
function contentOf({ governance, prompt, request }: Exchange): string | undefined {
  if (governance?.settings.inspection.contentInApprovals !== true || prompt === undefined) {
    return undefined;
  }
  const { segments } = segmentsOf(prompt.members, request.endpoint.wire);
  const texts = segments.map(({ role, text }) => `[${role}] ${text}`);
  const all = texts.join('\n');
  if (all.length <= contentMax) return all;
  // Whoever decides has to know that there is more.
  const note = `\n[${all.length - contentMax} more characters are not shown]`;
  return all.slice(0, contentMax) + note;
}
