import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { may, type Permission } from '../../../src/domain/access/role.ts';
import { ApiError } from '../api/api-error.ts';
import { queries } from '../api/queries.ts';
import { readApprovalSearch } from '../pages/approvals/approval-search.ts';
import { readAuditSearch } from '../pages/audit/audit-search.ts';
import {
  readNewPolicySearch,
  readPolicySearch,
  readPolicyTabSearch,
} from '../pages/policies/policy-search.ts';
import { readProviderSearch } from '../pages/providers/provider-search.ts';
import { readSettingsSearch } from '../pages/settings/settings-search.ts';
import { LoadFailure } from './LoadFailure.tsx';
import { NotFound } from './NotFound.tsx';
import { parseSearchText, searchTextOf } from './search-text.ts';
import { Shell } from './shell/Shell.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../pages/set-up/SetUpPage.tsx'), 'SetUpPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../pages/join/JoinPage.tsx'), 'JoinPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { return?: string } =>
    typeof search['return'] === 'string' ? { return: search['return'] } : {},
  component: lazyRouteComponent(() => import('../pages/sign-in/SignInPage.tsx'), 'SignInPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(queries.session());
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.code !== 'signed_out') throw thrown;
      const search = location.href === '/' ? {} : { return: location.href };
      throw redirect({ to: '/sign-in', search, replace: true });
    }
  },
});

/** A page that the role has no part in does not exist for it. */
const needs =
  (permission: Permission) =>
  async ({ context }: { readonly context: RouterContext }) => {
    const { user } = await context.queryClient.ensureQueryData(queries.session());
    if (!may(user.role, permission)) throw notFound();
  };

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { user } = await context.queryClient.ensureQueryData(queries.session());
    if (!may(user.role, 'credential.read')) throw redirect({ to: '/tenants', replace: true });
  },
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const providers = createRoute({
  getParentRoute: () => shell,
  path: '/providers',
  beforeLoad: needs('credential.read'),
  validateSearch: readProviderSearch,
  component: lazyRouteComponent(
    () => import('../pages/providers/ProvidersPage.tsx'),
    'ProvidersPage',
  ),
});

const policies = createRoute({
  getParentRoute: () => shell,
  path: '/policies',
  beforeLoad: needs('policy.read'),
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('../pages/policies/PoliciesPage.tsx'), 'PoliciesPage'),
});

const newPolicy = createRoute({
  getParentRoute: () => shell,
  path: '/policies/new',
  beforeLoad: needs('policy.read'),
  validateSearch: readNewPolicySearch,
  component: lazyRouteComponent(
    () => import('../pages/policies/NewPolicyPage.tsx'),
    'NewPolicyPage',
  ),
});

const policy = createRoute({
  getParentRoute: () => shell,
  path: '/policies/$id',
  beforeLoad: needs('policy.read'),
  validateSearch: readPolicyTabSearch,
  component: lazyRouteComponent(() => import('../pages/policies/PolicyPage.tsx'), 'PolicyPage'),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  beforeLoad: needs('approval.read'),
  validateSearch: readApprovalSearch,
  component: lazyRouteComponent(
    () => import('../pages/approvals/ApprovalsPage.tsx'),
    'ApprovalsPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  beforeLoad: needs('audit.read'),
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../pages/audit/AuditPage.tsx'), 'AuditPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys',
  beforeLoad: needs('token.read'),
  validateSearch: (search: Record<string, unknown>): { create?: 'new' } =>
    search['create'] === 'new' ? { create: 'new' } : {},
  component: lazyRouteComponent(() => import('../pages/api-keys/ApiKeysPage.tsx'), 'ApiKeysPage'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  beforeLoad: needs('user.read'),
  component: lazyRouteComponent(() => import('../pages/users/UsersPage.tsx'), 'UsersPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: needs('settings.read'),
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
});

const tenants = createRoute({
  getParentRoute: () => shell,
  path: '/tenants',
  beforeLoad: needs('tenant.read'),
  component: lazyRouteComponent(() => import('../pages/tenants/TenantsPage.tsx'), 'TenantsPage'),
});

const platformKeys = createRoute({
  getParentRoute: () => shell,
  path: '/platform-keys',
  beforeLoad: needs('platform_credential.read'),
  validateSearch: readProviderSearch,
  component: lazyRouteComponent(
    () => import('../pages/platform-keys/PlatformKeysPage.tsx'),
    'PlatformKeysPage',
  ),
});

const routeTree = root.addChildren([
  setUp,
  join,
  signIn,
  shell.addChildren([
    overview,
    providers,
    policies,
    newPolicy,
    policy,
    approvals,
    audit,
    apiKeys,
    users,
    settings,
    tenants,
    platformKeys,
  ]),
]);

export function createDashboardRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch: parseSearchText,
    stringifySearch: searchTextOf,
    defaultPreload: 'intent',
    defaultErrorComponent: LoadFailure,
    scrollRestoration: true,
  });
}

export type DashboardRouter = ReturnType<typeof createDashboardRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: DashboardRouter;
  }
}
