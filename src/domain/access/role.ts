/** Who may do what. A static matrix: a reviewer reads it in a minute, a test pins it. */
export type Role = 'admin' | 'auditor' | 'super_admin';

/** What somebody can be in a tenant. */
export const tenantRoles = ['admin', 'auditor'] as const satisfies readonly Role[];
export type TenantRole = (typeof tenantRoles)[number];

export type DeploymentMode = 'onprem' | 'cloud';

export type Permission =
  | 'credential.read'
  | 'credential.write'
  | 'token.read'
  | 'token.write'
  | 'workspace.read'
  | 'audit.read'
  | 'audit.export'
  /** How long what is kept, what is held, what was erased, and who asked to see content. */
  | 'evidence.read'
  | 'evidence.write'
  /** To see content behind an entry, once somebody else has agreed. */
  | 'content.reveal'
  | 'content.approve'
  | 'settings.read'
  | 'settings.write'
  | 'policy.read'
  | 'policy.write'
  | 'approval.read'
  | 'approval.decide'
  | 'inspection.read'
  | 'inspection.write'
  | 'user.read'
  | 'user.write'
  | 'session.own'
  | 'tenant.read'
  | 'tenant.write'
  | 'platform_credential.read'
  | 'platform_credential.write';

const everyoneInTenant: readonly Permission[] = [
  'session.own',
  'credential.read',
  'token.read',
  'workspace.read',
  'audit.read',
  'audit.export',
  'evidence.read',
  'content.reveal',
  'content.approve',
  'settings.read',
  'policy.read',
  'approval.read',
  'inspection.read',
  'user.read',
];

/**
 * What an API key opens: calls of models, or the tenant's log to read. Never both, so that a key which is found where it
 * should not be opens no more than its owner meant.
 */
export const tokenScopes = ['inference', 'audit.read'] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  admin: new Set([
    ...everyoneInTenant,
    'credential.write',
    'evidence.write',
    'token.write',
    'settings.write',
    'policy.write',
    'approval.decide',
    'inspection.write',
    'user.write',
  ]),
  auditor: new Set(everyoneInTenant),
  // Nothing of any tenant's: the log that the operator reads is the platform's own, where the account lives.
  super_admin: new Set([
    'session.own',
    'audit.read',
    'audit.export',
    'tenant.read',
    'tenant.write',
    'platform_credential.read',
    'platform_credential.write',
  ]),
};

export function may(role: Role, permission: Permission): boolean {
  return permissionsOf[role].has(permission);
}

/** On-premise there is no platform operator: whoever runs Monago has the command line. */
export function isOffered(role: Role, mode: DeploymentMode): boolean {
  return role !== 'super_admin' || mode === 'cloud';
}
