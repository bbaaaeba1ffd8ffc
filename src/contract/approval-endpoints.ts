import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { idParams, providerSchema } from './schemas.ts';
import { visibleWords } from './text.ts';

const time = z.iso.datetime();
const statusSchema = z.enum(['pending', 'approved', 'rejected', 'expired', 'used']);

export const approvalSchema = z.object({
  id: z.string(),
  workspace_id: z.string(),
  token_id: z.string(),
  /** The audit entry that says that it was held. */
  audit_id: z.string(),
  /** Each as `name@version`. */
  policies: z.array(z.string()),
  kind: z.enum(['require_approval', 'require_hitl']),
  approvers: z.array(z.string()),
  provider: providerSchema,
  model: z.string(),
  api: z.string(),
  findings: z.array(z.object({ type: z.string(), count: z.int() })),
  risk: z.object({
    score: z.int(),
    band: z.enum(['low', 'medium', 'high', 'critical']),
    reasons: z.array(z.string()),
  }),
  status: statusSchema,
  created_at: time,
  /** Until when it can be decided; once it is approved, until when it can be used. */
  expires_at: time,
  decided_at: time.nullable(),
  decided_by: z.string().nullable(),
  reason: z.string().nullable(),
  used_at: time.nullable(),
});
export type ApprovalView = z.infer<typeof approvalSchema>;

/** Requests that wait for a person. */
export const approvalEndpoints = {
  'approval.list': {
    method: 'GET',
    path: '/api/approvals',
    access: 'approval.read',
    status: 200,
    summary: 'Held requests, newest first, by keyset',
    query: z.object({
      status: statusSchema.optional(),
      /** The id of the last one of the page ahead. */
      before: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({
      approvals: z.array(approvalSchema),
      next_before: z.string().nullable(),
      pending: z.int(),
    }),
    errors: ['invalid_input'],
  },
  'approval.read': {
    method: 'GET',
    path: '/api/approvals/{id}',
    access: 'approval.read',
    status: 200,
    summary: 'One held request, and what speaks against one’s own approval of it',
    params: idParams,
    reply: z.object({
      approval: approvalSchema,
      /** Why the caller may not approve it; null where nothing is in the way. */
      obstacle: z
        .enum(['forbidden', 'approval_closed', 'four_eyes_required', 'not_an_approver'])
        .nullable(),
      /** Its text, where the tenant shows it to whoever may decide; null otherwise. */
      content: z.string().nullable(),
    }),
    errors: ['approval_not_found'],
  },
  'approval.decide': {
    method: 'POST',
    path: '/api/approvals/{id}/decide',
    access: 'approval.decide',
    status: 200,
    summary: 'Approve or reject a held request; whoever waits for it hears of it at once',
    params: idParams,
    body: z.object({
      decision: z.enum(['approve', 'reject']),
      reason: visibleWords('Say why.', 500),
    }),
    reply: approvalSchema,
    errors: [
      'approval_not_found',
      'approval_closed',
      'four_eyes_required',
      'not_an_approver',
      'audit_unavailable',
    ],
  },
} as const satisfies Record<string, Endpoint>;
