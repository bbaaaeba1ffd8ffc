import { MonagoError } from '../../domain/errors.ts';
import { isId } from '../../domain/ids.ts';
import type { Approval } from '../../ports/approvals.ts';
import type { ReplyChannel } from '../../ports/reply-channel.ts';
import type { Gateway } from '../gateway-ports.ts';
import type { GatewayRequest } from '../gateway-request.ts';
import { answerItself } from '../reply/answer-itself.ts';

/** Answers how an approval stands, to whoever's request waits for it. Never throws. */
export function answerApproval(
  request: GatewayRequest,
  reply: ReplyChannel,
  use: Gateway,
): Promise<void> {
  return answerItself(request, reply, {
    use,
    answer: async ({ tenantId, tokenId }) => {
      const id = request.params['id'] ?? '';
      const approval = isId('apr', id) ? await use.approvals.read(tenantId, id) : undefined;
      // Another token's approval is none of this one's business, not even that there is one.
      if (approval?.tokenId !== tokenId) throw new MonagoError('approval_not_found');
      return shownApproval(approval);
    },
  });
}

function shownApproval(approval: Approval): object {
  const { id, status, policies, createdAt, expiresAt, decidedAt, reason } = approval;
  return {
    id,
    object: 'approval',
    status,
    policies,
    created_at: seconds(createdAt),
    expires_at: seconds(expiresAt),
    decided_at: decidedAt === undefined ? null : seconds(decidedAt),
    reason: reason ?? null,
  };
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1_000);
}
