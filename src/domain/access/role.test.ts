import { expect, test } from 'vitest';
import { type Permission, permissionsOf } from './role.ts';

test('the matrix of roles and permissions is exactly this', () => {
  const read: Permission[] = [
    'audit.export',
    'audit.read',
    'credential.read',
    'session.own',
    'token.read',
    'workspace.read',
  ];
  expect([...permissionsOf.auditor].sort()).toEqual(read);
  expect([...permissionsOf.admin].sort()).toEqual(
    [...read, 'credential.write', 'token.write'].sort(),
  );
});
