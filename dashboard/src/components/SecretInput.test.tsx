import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { SecretInput } from './SecretInput.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('a key is typed unseen, and nothing is asked to keep it', () => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  const { unmount } = render(
    <MantineProvider env="test">
      <SecretInput label="API key" name="api_key" error="Invalid API key" />
    </MantineProvider>,
  );
  const input = screen.getByLabelText<HTMLInputElement>('API key');
  expect(input.type).toBe('password');
  expect(input.getAttribute('autocomplete')).toBe('off');
  expect(input.getAttribute('spellcheck')).toBe('false');
  expect(input.hasAttribute('data-1p-ignore')).toBe(true);
  expect(input.getAttribute('data-lpignore')).toBe('true');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  input.value = 'sk-canary';
  unmount();
  expect(input.value).toBe('');
});
