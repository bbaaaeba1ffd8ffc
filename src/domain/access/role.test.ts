import { expect, test } from 'vitest';
import { isOffered, type Permission, permissionsOf } from './role.ts';

test('the matrix of roles and permissions is exactly this', () => {
  const read: Permission[] = [
    'approval.read',
    'audit.export',
    'audit.read',
    'content.approve',
    'content.reveal',
    'credential.read',
    'evidence.read',
    'inspection.read',
    'policy.read',
    'session.own',
    'settings.read',
    'token.read',
    'user.read',
    'workspace.read',
  ];
  expect([...permissionsOf.auditor].sort()).toEqual(read);
  expect([...permissionsOf.admin].sort()).toEqual(
    [
      ...read,
      'approval.decide',
      'credential.write',
      'evidence.write',
      'inspection.write',
      'policy.write',
      'settings.write',
      'token.write',
      'user.write',
    ].sort(),
  );
  expect([...permissionsOf.super_admin].sort()).toEqual([
    'audit.export',
    'audit.read',
    'platform_credential.read',
    'platform_credential.write',
    'session.own',
    'tenant.read',
    'tenant.write',
  ]);
});

test('the platform’s operator exists in cloud mode only', () => {
  expect(isOffered('super_admin', 'cloud')).toBe(true);
  expect(isOffered('super_admin', 'onprem')).toBe(false);
  for (const role of ['admin', 'auditor'] as const) {
    expect([isOffered(role, 'cloud'), isOffered(role, 'onprem')]).toEqual([true, true]);
  }
});
