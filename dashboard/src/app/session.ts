import { useSuspenseQuery } from '@tanstack/react-query';
import type { SessionView } from '../../../src/contract/schemas.ts';
import { may, type Permission } from '../../../src/domain/access/role.ts';
import { queries } from '../api/queries.ts';
import { useText } from './i18n/Language.tsx';

/** Who is signed in. Only below the shell, which does not open without a session. */
export function useSession(): SessionView {
  return useSuspenseQuery(queries.session()).data;
}

/** Why the caller may not do this; undefined when they may. */
export function useDisabledReason(permission: Permission): string | undefined {
  const { user } = useSession();
  const text = useText().state;
  return may(user.role, permission) ? undefined : text.needsAdmin;
}
