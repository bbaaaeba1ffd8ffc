/** Who may do what. A static matrix: a reviewer reads it in a minute, a test pins it. */
export type Role = 'admin' | 'auditor';

export type Permission =
  | 'credential.read'
  | 'credential.write'
  | 'token.read'
  | 'token.write'
  | 'workspace.read'
  | 'audit.read'
  | 'audit.export'
  | 'session.own';

const everyone: readonly Permission[] = [
  'session.own',
  'credential.read',
  'token.read',
  'workspace.read',
  'audit.read',
  'audit.export',
];

export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  admin: new Set([...everyone, 'credential.write', 'token.write']),
  auditor: new Set(everyone),
};

export function may(role: Role, permission: Permission): boolean {
  return permissionsOf[role].has(permission);
}
