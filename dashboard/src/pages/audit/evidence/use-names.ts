import { useQuery } from '@tanstack/react-query';
import { may } from '../../../../../src/domain/access/role.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { shortId } from '../../../components/short-id.ts';

export interface Names {
  /** Whoever did something; the reader is told apart. */
  person(id: string): string;
  /** The same behind other words. */
  inSentence(id: string): string;
  /** Whose entries something is about; null is everybody. */
  subject(id: string | null): string;
}

/** Holds, erasures and requests name people and keys by id only; the page knows some of those ids. */
export function useNames(): Names {
  const text = useText().audit;
  const { user } = useSession();
  const users = useQuery({ ...queries.users(), enabled: may(user.role, 'user.read') }).data?.users;
  const tokens = useQuery({ ...queries.tokens(), enabled: may(user.role, 'token.read') }).data
    ?.tokens;
  const nameOf = (id: string) =>
    users?.find((each) => each.id === id)?.name ??
    tokens?.find((each) => each.id === id)?.name ??
    shortId(id);
  return {
    person: (id) => (id === user.id ? text.actors.you : nameOf(id)),
    inSentence: (id) => (id === user.id ? text.evidence.you : nameOf(id)),
    subject: (id) => (id === null ? text.evidence.everybody : nameOf(id)),
  };
}
