import { useQuery } from '@tanstack/react-query';
import { may } from '../../../../src/domain/access/role.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { shortId } from '../../components/short-id.ts';

/** Who wrote a version or put it into force: a person, or the operator at the command line. */
export function useAuthorName(): (id: string) => string {
  const text = useText().policies.authors;
  const { user } = useSession();
  const users = useQuery({ ...queries.users(), enabled: may(user.role, 'user.read') }).data?.users;
  return (id) => {
    if (id === user.id) return text.you;
    if (id === 'monago') return text.commandLine;
    return users?.find((each) => each.id === id)?.name ?? shortId(id);
  };
}
