import { useQuery } from '@tanstack/react-query';
import { may } from '../../../../src/domain/access/role.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { shortId } from '../../components/short-id.ts';

export interface ActorGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

/** Everybody who can have done something, as far as the person may know them. */
export function useActors(): readonly ActorGroup[] {
  const text = useText().audit.actors;
  const { role } = useSession().user;
  const users = useQuery({ ...queries.users(), enabled: may(role, 'user.read') }).data?.users ?? [];
  const tokens =
    useQuery({ ...queries.tokens(), enabled: may(role, 'token.read') }).data?.tokens ?? [];
  return [
    {
      group: text.people,
      items: users.map(({ id, name }) => ({ value: id, label: name ?? shortId(id) })),
    },
    { group: text.keys, items: tokens.map(({ id, name }) => ({ value: id, label: name })) },
    {
      group: text.others,
      items: [
        { value: 'monago', label: text.system },
        { value: 'unknown', label: text.anonymous },
      ],
    },
  ];
}
