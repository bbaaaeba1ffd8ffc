import { useQuery } from '@tanstack/react-query';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { may } from '../../../../src/domain/access/role.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { shortId } from '../../components/short-id.ts';
import { readerOf } from './fact-reader.ts';

/** Entries name people and keys by id only; the page knows some of those ids. */
export function useActorName(): (entry: AuditEntryView) => string {
  const text = useText().audit.actors;
  const { user } = useSession();
  const canReadTokens = may(user.role, 'token.read');
  const tokens = useQuery({ ...queries.tokens(), enabled: canReadTokens }).data?.tokens;
  const canReadUsers = may(user.role, 'user.read');
  const users = useQuery({ ...queries.users(), enabled: canReadUsers }).data?.users;
  const personOf = (id: string) => users?.find((each) => each.id === id);
  return ({ body }) => {
    const fact = readerOf(body);
    const id = fact.text('actor', 'id') ?? '';
    switch (fact.text('actor', 'type')) {
      case 'system':
        return text.system;
      case 'user':
        return id === user.id ? text.you : (personOf(id)?.name ?? shortId(id));
      case 'token':
        return tokens?.find((token) => token.id === id)?.name ?? shortId(id);
      default:
        return text.anonymous;
    }
  };
}
