import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { signedOutEvent } from '../api/client.ts';
import { LanguageProvider } from './i18n/Language.tsx';
import { createDashboardRouter, type DashboardRouter } from './router.tsx';
import { hearSessionEnd } from './session-end.ts';
import { styleNonce } from './style-nonce.ts';
import { cssVariables, theme } from './theme.ts';

const retriesMax = 2;

export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createDashboardRouter(queryClient));
  useSignedOut(queryClient, router);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Only silence is worth another try: an answer, even a refusal, stays the same.
        retry: (failures, error) =>
          failures < retriesMax && error instanceof ApiError && error.code === 'unreachable',
      },
    },
  });
}

/** However a session ends, nothing that it showed stays in memory. */
function useSignedOut(queryClient: QueryClient, router: DashboardRouter): void {
  useEffect(() => {
    const leave = () => {
      const { pathname, href } = router.state.location;
      queryClient.clear();
      if (['/sign-in', '/setup', '/join'].includes(pathname)) return;
      // A dialog that still shows a key would hold on to the page.
      const search = { return: href };
      void router.navigate({ to: '/sign-in', search, replace: true, ignoreBlocker: true });
    };
    window.addEventListener(signedOutEvent, leave);
    const stopHearing = hearSessionEnd();
    return () => {
      window.removeEventListener(signedOutEvent, leave);
      stopHearing();
    };
  }, [queryClient, router]);
}
