import type { UserView } from '../../contract/user-endpoints.ts';
import type { Person } from '../../ports/users.ts';
import { rfc3339OrNull } from '../rfc3339.ts';

export function userView(person: Person): UserView {
  return {
    id: person.id,
    name: person.name ?? null,
    email: person.email,
    role: person.role,
    status: person.status,
    last_sign_in_at: rfc3339OrNull(person.lastSignInAt),
    invited_until: rfc3339OrNull(person.invitedUntil),
  };
}
