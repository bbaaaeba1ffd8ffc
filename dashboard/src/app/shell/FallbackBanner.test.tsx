import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { LanguageProvider } from '../i18n/Language.tsx';
import { FallbackBanner } from './FallbackBanner.tsx';

const hourMs = 3_600_000;
const session: SessionView = {
  user: { id: 'usr_1', name: 'Sri', email: 'sri@bank.example', role: 'auditor' },
  tenant: { id: 'ten_1', name: 'Bank Nusantara' },
  mode: 'cloud',
  insecure_transport: false,
  gateway_url: 'http://127.0.0.1:8080/v1',
  fallback_used_at: null,
};

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal('scrollTo', () => {});
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function show(hoursAgo: number | undefined): Promise<void> {
  const usedAt =
    hoursAgo === undefined ? null : new Date(Date.now() - hoursAgo * hourMs).toISOString();
  const queryClient = new QueryClient();
  queryClient.setQueryData(queries.session().queryKey, { ...session, fallback_used_at: usedAt });
  const root = createRootRoute({
    component: () => (
      <main>
        <FallbackBanner />
      </main>
    ),
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  await router.load();
  render(
    <MantineProvider env="test">
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider<typeof router> router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>,
  );
  await screen.findByRole('main');
}

const banner = () => screen.queryByRole('region', { name: 'Fallback default key' });

test('the banner says when the platform’s key last stood in, and leads to the cure', async () => {
  await show(3);
  expect(banner()?.textContent).toContain('Last time: 3 hours ago.');
  const link = screen.getByRole('link', { name: 'Go to AI Providers' });
  expect(link.getAttribute('href')).toBe('/providers');
});

test('the banner can be hidden', async () => {
  await show(1);
  fireEvent.click(screen.getByRole('button', { name: 'Hide on this page' }));
  expect(banner()).toBeNull();
});

test.each([undefined, 25])('there is no banner when that was %s hours ago', async (hoursAgo) => {
  await show(hoursAgo);
  expect(banner()).toBeNull();
});
