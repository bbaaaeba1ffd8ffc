import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditClass } from '../../../src/domain/audit/fact.ts';
import { type Body, call } from './client.ts';

/** How long an answer is shown without asking again. */
const sessionStaleMs = 60_000;
const headRefreshMs = 5_000;

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
      queryFn: () => call('audit.list', { query: filter }),
      placeholderData: keepPreviousData,
    }),
  auditEntry: (id: string) =>
    queryOptions({
      queryKey: ['audit', 'entry', id],
      queryFn: () => call('audit.entry', { params: { id } }),
      // An entry never changes.
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

export interface AuditPage {
  readonly limit: number;
  readonly before?: number;
  readonly class?: AuditClass;
  readonly type?: string;
}
