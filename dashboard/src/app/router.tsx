import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { queries } from '../api/queries.ts';
import { readAuditSearch } from '../pages/audit/audit-search.ts';
import { readProviderSearch } from '../pages/providers/provider-search.ts';
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

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const providers = createRoute({
  getParentRoute: () => shell,
  path: '/providers',
  validateSearch: readProviderSearch,
  component: lazyRouteComponent(
    () => import('../pages/providers/ProvidersPage.tsx'),
    'ProvidersPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../pages/audit/AuditPage.tsx'), 'AuditPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys',
  validateSearch: (search: Record<string, unknown>): { create?: 'new' } =>
    search['create'] === 'new' ? { create: 'new' } : {},
  component: lazyRouteComponent(() => import('../pages/api-keys/ApiKeysPage.tsx'), 'ApiKeysPage'),
});

const routeTree = root.addChildren([
  setUp,
  signIn,
  shell.addChildren([overview, providers, audit, apiKeys]),
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
