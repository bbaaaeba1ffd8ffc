import { MonagoError } from '../../domain/errors.ts';
import { type ApprovalId, isId } from '../../domain/ids.ts';
import { auditedPolicies } from '../audit/audited-findings.ts';
import { keptRequest } from '../audit/kept-content.ts';
import { requestFields } from '../audit/request-fact.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { headerOf } from '../gateway-request.ts';
import { approvalPath, newApproval, requestHash } from '../govern/new-approval.ts';
import { passing, verdictOf } from '../govern/verdict.ts';
import type { PlannedCall } from './plan.ts';

// Not exported: only `awaitApproval` can make one.
class Approved {
  readonly #isApproved = true;
  readonly planned: PlannedCall;
  /** Time may have passed: what was true before may not be any more. */
  readonly hasWaited: boolean;

  constructor(planned: PlannedCall, hasWaited: boolean) {
    this.planned = planned;
    this.hasWaited = hasWaited;
  }

  get isApproved(): boolean {
    return this.#isApproved;
  }
}

/** A call that no person has to agree to, or that one has agreed to; the intent takes nothing else. */
export type ApprovedCall = Approved;

const approvalHeader = 'x-monago-approval-id';

/**
 * Holds a call for a person where policy wants that: as long as the policy says the caller waits, afterwards it gets an
 * address to ask at, and sends the same request again with the approval's id.
 * @throws MonagoError `pending_approval`, `approval_rejected`, `approval_expired`, `approval_mismatch`; `policy_blocked` where
 * nobody could approve
 */
export async function awaitApproval(
  planned: PlannedCall,
  caller: Caller,
  exchange: Exchange,
): Promise<ApprovedCall> {
  const { decision } = planned.cleared;
  if (decision.verdict !== 'hold') return new Approved(planned, false);
  const given = headerOf(exchange.request, approvalHeader);
  const approvalId = given === undefined ? await hold(planned, caller, exchange) : idOf(given);
  exchange.approvalId = approvalId;
  const { tenantId, tokenId } = caller;
  const hash = requestHash(planned, exchange);
  await exchange.use.approvals.consume({ tenantId, approvalId, tokenId, requestHash: hash });
  refuseRevoked(caller, exchange);
  const hidden = exchange.verdict?.hidden ?? [];
  exchange.verdict = { ...verdictOf(decision, hidden), decision: passing(decision, hidden) };
  return new Approved(planned, true);
}

function idOf(given: string): ApprovalId {
  if (isId('apr', given)) return given;
  throw new MonagoError('approval_mismatch', { param: 'X-Monago-Approval-Id' });
}

/** Opens an approval and waits for it. @returns its id once it is not pending any more */
async function hold(planned: PlannedCall, caller: Caller, exchange: Exchange): Promise<ApprovalId> {
  const { use } = exchange;
  const approval = newApproval(planned, caller, exchange);
  const { fields, salt } = requestFields(exchange, caller);
  const entryId = use.random.id('aud');
  const { tenantId } = caller;
  const policies = auditedPolicies(planned.cleared.decision) ?? { matched: [] };
  const fact = { type: 'ai.request.held', ...fields, policies, approval: approval.id } as const;
  const content = keptRequest(exchange, undefined);
  exchange.auditPlace = await use.approvals.open(approval, {
    tenantId,
    entryId,
    fact,
    salt,
    content,
  });
  exchange.auditId = entryId;
  exchange.heldId = approval.id;
  const { waitMs } = approval;
  const decided = waitMs > 0 && (await waitFor(approval.id, waitMs, { caller, exchange }));
  if (!decided) throw pending(approval.id);
  return approval.id;
}

async function waitFor(
  id: ApprovalId,
  waitMs: number,
  { caller, exchange }: { readonly caller: Caller; readonly exchange: Exchange },
): Promise<boolean> {
  const end = new AbortController();
  exchange.reply.onGone(() => end.abort());
  const signal = AbortSignal.any([end.signal, AbortSignal.timeout(waitMs)]);
  const { approvals, waitingRoom } = exchange.use;
  const decided = await waitingRoom.wait(() => approvals.waitFor(caller.tenantId, id, signal));
  return decided !== undefined && decided.status !== 'pending';
}

function pending(id: ApprovalId): MonagoError {
  return new MonagoError('pending_approval', {
    message: `The request waits for a person’s approval. Ask at GET ${approvalPath(id)}, and once it is approved send the same request again with the header X-Monago-Approval-Id: ${id}.`,
  });
}

/** Somebody may have revoked the token while a person was thinking. */
function refuseRevoked({ tenantId, tokenId }: Caller, { use }: Exchange): void {
  const record = use.directory.token(tenantId, tokenId);
  const isGood = record !== undefined && !record.isRevoked && record.expiresAt > use.clock.now();
  if (!isGood) throw new MonagoError('invalid_token', { internal: 'revoked while it waited' });
}
