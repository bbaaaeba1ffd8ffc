import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { SecretInput } from './SecretInput.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('a key is typed unseen, and no password manager is asked to keep it', () => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  const ref = createRef<HTMLInputElement>();
  render(
    <MantineProvider env="test">
      <SecretInput ref={ref} label="API key" name="api_key" error="Invalid API key" />
    </MantineProvider>,
  );
  const input = screen.getByLabelText<HTMLInputElement>('API key');
  expect(input).toBe(ref.current);
  expect(input.type).toBe('password');
  expect(input.getAttribute('autocomplete')).toBe('off');
  expect(input.getAttribute('spellcheck')).toBe('false');
  expect(input.hasAttribute('data-1p-ignore')).toBe(true);
  expect(input.getAttribute('data-lpignore')).toBe('true');
  expect(input.getAttribute('aria-invalid')).toBe('true');
});
