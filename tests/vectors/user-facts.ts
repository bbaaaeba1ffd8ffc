import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { AuditActor } from '../../src/domain/audit/fact-parts.ts';
import type { Id, IdPrefix } from '../../src/domain/ids.ts';

/** What becomes of somebody, from their invitation on. */
export function userFacts(
  idAt: <Prefix extends IdPrefix>(prefix: Prefix, index: number) => Id<Prefix>,
  admin: AuditActor,
): readonly (() => AuditFact)[] {
  const user = idAt('usr', 8);
  const by = { actor: admin, user } as const;
  return [
    () => ({
      type: 'user.invited',
      ...by,
      changes: [
        { field: 'status', old: null, new: 'invited' },
        { field: 'role', old: null, new: 'auditor' },
        { field: 'expires_at', old: null, new: '2026-01-05T03:04:05Z' },
      ],
    }),
    () => ({
      type: 'user.joined',
      actor: { type: 'user', id: user },
      user,
      changes: [
        { field: 'status', old: 'invited', new: 'active' },
        { field: 'role', old: null, new: 'auditor' },
      ],
    }),
    () => ({
      type: 'user.role_changed',
      ...by,
      changes: [{ field: 'role', old: 'auditor', new: 'admin' }],
    }),
    () => ({
      type: 'user.disabled',
      ...by,
      changes: [{ field: 'status', old: 'active', new: 'disabled' }],
    }),
    () => ({
      type: 'user.enabled',
      ...by,
      changes: [{ field: 'status', old: 'disabled', new: 'active' }],
    }),
  ];
}
