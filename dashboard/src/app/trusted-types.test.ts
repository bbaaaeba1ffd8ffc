import { expect, test } from 'vitest';
import { trustedTypeRules } from './trusted-types.ts';

test('a style sheet passes, markup does not', () => {
  expect(trustedTypeRules.createHTML(':root{--a:1px}')).toBe(':root{--a:1px}');
  expect(trustedTypeRules.createHTML('<img src=x onerror=alert(1)>')).toBeNull();
});

test('only scripts out of the page’s own assets are loaded', () => {
  expect(trustedTypeRules.createScriptURL('/assets/worker-1.js')).toBe('/assets/worker-1.js');
  expect(trustedTypeRules.createScriptURL('/api/audit/export')).toBeNull();
  expect(trustedTypeRules.createScriptURL('https://evil.example/assets/a.js')).toBeNull();
  expect(trustedTypeRules.createScriptURL('/assets/../api/x')).toBeNull();
});
