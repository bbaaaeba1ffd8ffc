import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test('the reader comes back to the page they came from', () => {
  expect(returnPath('/providers?status=active')).toBe('/providers?status=active');
});

test.each([
  undefined,
  '',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/.//evil.example/',
  '/a/..//evil.example/',
  'javascript:alert(1)',
  '/sign-in?return=/',
])('%s leads to the overview', (requested) => {
  expect(returnPath(requested)).toBe('/');
});

test('nothing leads to another site', () => {
  const origin = 'https://monago.example';
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.webPath()), (requested) => {
      const path = returnPath(requested);
      expect(new URL(path, origin).origin).toBe(origin);
      expect(path.startsWith('//')).toBe(false);
    }),
  );
});
