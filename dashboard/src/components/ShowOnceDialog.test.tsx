import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signedOutEvent } from '../api/client.ts';
import { LanguageProvider } from '../app/i18n/Language.tsx';
import { type HeldSecret, holdSecret } from './held-secret.ts';
import { ShowOnceDialog } from './ShowOnceDialog.tsx';
import { secretLifetimeMs } from './use-secret-lifetime.ts';

const key = 'sk-canary-0123456789';
const words = {
  title: 'Copy your API key',
  warning: 'Only now.',
  labels: { key: 'API key', token: 'Session token' },
  copied: 'I have copied the API key.',
  wiped: 'Gone',
};
const hold = (): HeldSecret<'key' | 'token'> => holdSecret([['key', key]]);

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal('scrollTo', () => {});
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function show(secret: HeldSecret<'key' | 'token'>, onClose: () => void = () => {}) {
  const root = createRootRoute({
    component: () => <ShowOnceDialog secret={secret} words={words} onClose={onClose} />,
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  await router.load();
  const view = render(
    <MantineProvider env="test">
      <LanguageProvider>
        {/* The dashboard's own router is registered as the type; this one has the dialog alone. */}
        <RouterProvider<typeof router> router={router} />
      </LanguageProvider>
    </MantineProvider>,
  );
  await screen.findByRole('dialog');
  return view;
}

function shownKey(): string {
  return screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' }).value;
}

describe('the show-once dialog', () => {
  test('shows the key and opens its way out only once the reader has copied it', async () => {
    const secret = hold();
    const onClose = vi.fn();
    await show(secret, onClose);
    expect(shownKey()).toBe(key);

    const close = screen.getByRole<HTMLButtonElement>('button', { name: 'Saved, close' });
    expect(close.disabled).toBe(true);
    fireEvent.click(screen.getByRole('checkbox', { name: 'I have copied the API key.' }));
    expect(close.disabled).toBe(false);
    fireEvent.click(close);
    expect(onClose).toHaveBeenCalledOnce();
    expect(secret.isWiped).toBe(true);
  });

  test('is not closed by Escape or the backdrop', async () => {
    const onClose = vi.fn();
    await show(hold(), onClose);
    fireEvent.keyDown(document.body, { key: 'Escape' });
    const overlay = document.querySelector('.mantine-Modal-overlay');
    if (overlay === null) throw new Error('the dialog has no backdrop');
    fireEvent.click(overlay);
    expect(onClose).not.toHaveBeenCalled();
    expect(shownKey()).toBe(key);
  });

  test.each(['pagehide', signedOutEvent])('wipes the key on %s', async (event) => {
    const secret = hold();
    await show(secret);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' });
    act(() => {
      window.dispatchEvent(new Event(event));
    });
    expect(secret.read('key')).toBe('');
    expect(field.value).toBe('');
    expect(screen.getByText('Gone')).toBeTruthy();
    expect(document.documentElement.outerHTML).not.toContain(key);
  });

  test('wipes the key after ten minutes', async () => {
    const secret = hold();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    await show(secret);
    act(() => {
      vi.advanceTimersByTime(secretLifetimeMs - 1_000);
    });
    expect(secret.isWiped).toBe(false);
    act(() => {
      vi.advanceTimersByTime(2_000);
    });
    expect(secret.isWiped).toBe(true);
  });

  test('wipes the key when it is taken off the page', async () => {
    const secret = hold();
    const { unmount } = await show(secret);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' });
    unmount();
    expect(secret.read('key')).toBe('');
    expect(field.value).toBe('');
  });

  test('never has the key in the markup, where an extension or a saved page would find it', async () => {
    await show(hold());
    expect(document.documentElement.outerHTML).not.toContain(key);
  });

  test('shows each part of a key with a button of its own, and wipes them all', async () => {
    const secret: HeldSecret<'key' | 'token'> = holdSecret([
      ['key', key],
      ['token', 'canary-of-a-session'],
    ]);
    const onClose = vi.fn();
    await show(secret, onClose);
    const token = screen.getByRole<HTMLInputElement>('textbox', { name: 'Session token' });
    expect([shownKey(), token.value]).toEqual([key, 'canary-of-a-session']);
    for (const label of ['API key', 'Session token']) {
      screen.getByRole('button', { name: `Copy ${label}` });
    }
    fireEvent.click(screen.getByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Saved, close' }));
    expect([secret.read('key'), secret.read('token')]).toEqual(['', '']);
  });
});
