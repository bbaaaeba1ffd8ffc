import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApprovalView } from '../../../src/contract/approval-endpoints.ts';
import { type Body, call } from './client.ts';
import { type AuditPage, searchAudit } from './search-audit.ts';

/** How long an answer is shown without asking again. */
const sessionStaleMs = 60_000;
const headRefreshMs = 5_000;
const approvalRefreshMs = 5_000;
const pendingRefreshMs = 10_000;

export const queries = {
  setupState: () =>
    queryOptions({ queryKey: ['setup'], queryFn: () => call('setup.state'), gcTime: 0 }),
  session: () =>
    queryOptions({
      queryKey: ['session'],
      queryFn: () => call('session.read'),
      staleTime: sessionStaleMs,
      // Other people's work shows here: the platform's key may have stood in meanwhile.
      refetchInterval: sessionStaleMs,
    }),
  credentials: (whose: 'tenant' | 'platform' = 'tenant') =>
    queryOptions({
      queryKey: ['credentials', whose],
      queryFn: () => call(whose === 'tenant' ? 'credential.list' : 'platform_credential.list'),
    }),
  tokens: () => queryOptions({ queryKey: ['tokens'], queryFn: () => call('token.list') }),
  workspaces: () =>
    queryOptions({ queryKey: ['workspaces'], queryFn: () => call('workspace.list') }),
  settings: () => queryOptions({ queryKey: ['settings'], queryFn: () => call('settings.read') }),
  modelAliases: () =>
    queryOptions({ queryKey: ['model-aliases'], queryFn: () => call('model_alias.list') }),
  policies: () => queryOptions({ queryKey: ['policies'], queryFn: () => call('policy.list') }),
  policy: (id: string) =>
    queryOptions({
      queryKey: ['policies', id],
      queryFn: () => call('policy.read', { params: { id } }),
    }),
  policyVersions: (id: string) =>
    queryOptions({
      queryKey: ['policies', id, 'versions'],
      queryFn: () => call('policy.versions', { params: { id } }),
    }),
  declarations: () =>
    queryOptions({ queryKey: ['declarations'], queryFn: () => call('declarations.read') }),
  policyCheck: (document: string) =>
    queryOptions({
      queryKey: ['policies', 'check', document],
      queryFn: () => call('policy.check', { body: { documents: [document] } }),
    }),
  policySimulation: (body: Body<'policy.simulate'>) =>
    queryOptions({
      queryKey: ['policies', 'simulate', body],
      queryFn: () => call('policy.simulate', { body }),
      placeholderData: keepPreviousData,
    }),
  policyBacktest: (document: string, since: string) =>
    queryOptions({
      queryKey: ['policies', 'backtest', document, since],
      queryFn: () =>
        call('policy.backtest', { body: { documents: [document], since, without: [] } }),
      // It reads many rows: not again just because the window is looked at again.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  /** Newest first; only the first page goes on changing. */
  approvals: (page: ApprovalPage) =>
    queryOptions({
      queryKey: ['approvals', 'list', page],
      queryFn: async ({ client }) => {
        const reply = await call('approval.list', { query: page });
        // The count in the menu must not lag behind the list.
        client.setQueryData(queries.pendingApprovals().queryKey, reply);
        return reply;
      },
      refetchInterval: page.before === undefined ? approvalRefreshMs : false,
    }),
  /** How many requests wait for somebody. */
  pendingApprovals: () =>
    queryOptions({
      queryKey: ['approvals', 'pending'],
      queryFn: () => call('approval.list', { query: { status: 'pending', limit: 1 } }),
      select: ({ pending }) => pending,
      refetchInterval: pendingRefreshMs,
    }),
  approval: (id: string) =>
    queryOptions({
      queryKey: ['approvals', 'one', id],
      queryFn: () => call('approval.read', { params: { id } }),
      refetchInterval: approvalRefreshMs,
      // It may hold the text of a prompt, which goes when the page lets go of it.
      gcTime: 0,
    }),
  inspection: () =>
    queryOptions({ queryKey: ['inspection'], queryFn: () => call('inspection.read') }),
  users: () => queryOptions({ queryKey: ['users'], queryFn: () => call('user.list') }),
  /** Whom a link is for. The token is no part of the key: it must not outlive the page. */
  invitation: (token: string) =>
    queryOptions({
      queryKey: ['invitation'],
      queryFn: () => call('invitation.read', { body: { token } }),
      gcTime: 0,
    }),
  tenants: () => queryOptions({ queryKey: ['tenants'], queryFn: () => call('tenant.list') }),
  auditHead: () =>
    queryOptions({
      queryKey: ['audit', 'head'],
      queryFn: () => call('audit.head'),
      refetchInterval: headRefreshMs,
    }),
  auditEntries: (filter: AuditPage) =>
    queryOptions({
      queryKey: ['audit', 'entries', filter],
      queryFn: () => searchAudit(filter),
      placeholderData: keepPreviousData,
    }),
  auditStatus: () =>
    queryOptions({
      queryKey: ['audit', 'status'],
      queryFn: () => call('audit.status'),
      refetchInterval: headRefreshMs,
    }),
  auditEntry: (id: string) =>
    queryOptions({
      queryKey: ['audit', 'entry', id],
      queryFn: () => call('audit.entry', { params: { id } }),
      // An entry never changes.
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

export interface ApprovalPage {
  readonly limit: number;
  readonly status?: ApprovalView['status'];
  readonly before?: string;
}
