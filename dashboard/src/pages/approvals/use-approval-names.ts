import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { shortId } from '../../components/short-id.ts';

export interface ApprovalNames {
  key(tokenId: string): string;
  workspace(workspaceId: string): string;
  /** Of somebody who decided, or of whom a policy names: `role:…`, `team:…` or a user's id. */
  person(who: string): string;
}

/** A held request names everything by id; the page knows most of the names. */
export function useApprovalNames(): ApprovalNames {
  const { app, approvals } = useText();
  const { user } = useSession();
  const tokens = useQuery(queries.tokens()).data?.tokens;
  const workspaces = useQuery(queries.workspaces()).data?.workspaces;
  const users = useQuery(queries.users()).data?.users;
  return {
    key: (id) => tokens?.find((each) => each.id === id)?.name ?? shortId(id),
    workspace: (id) => workspaces?.find((each) => each.id === id)?.name ?? shortId(id),
    person: (who) => {
      if (who === user.id) return approvals.you;
      const [kind, name = ''] = who.split(':');
      if (kind === 'team') return approvals.team(name);
      if (kind !== 'role') return users?.find((each) => each.id === who)?.name ?? shortId(who);
      return isRole(name, app.roles) ? app.roles[name] : name;
    },
  };
}

function isRole<Roles extends object>(name: string, roles: Roles): name is keyof Roles & string {
  return Object.hasOwn(roles, name);
}
