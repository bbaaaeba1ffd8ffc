import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { may } from '../../../../../src/domain/access/role.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useLanguage, useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import classes from '../Audit.module.css';
import { describeEntry } from '../describe-entry.ts';
import { readerOf } from '../fact-reader.ts';

/** The way to what belongs to an entry. */
export function RelatedList({
  related,
  onOpen,
}: {
  readonly related: readonly AuditEntryView[];
  readonly onOpen: (id: string) => void;
}) {
  const { language, formats } = useLanguage();
  return (
    <ul className={classes['related']}>
      {related.map((other) => (
        <li key={other.id}>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={() => onOpen(other.id)}
          >
            {describeEntry(other, language)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {language.text.audit.entryTitle(formats.number(other.index))} ·{' '}
            {formats.moment(other.time)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** All that one request of a client, or one action of a person, left in the log. */
export function SameRequest({ entry }: { readonly entry: AuditEntryView }) {
  const text = useText().audit;
  const requestId = readerOf(entry.body).text('request_id');
  if (requestId === undefined) return null;
  return (
    <Link to="/audit" search={{ request_id: requestId }} className={classes['link']}>
      {text.sameRequest}
    </Link>
  );
}

/** Tries the decision again, by the policies of now. */
export function SimulateLinks({ entry }: { readonly entry: AuditEntryView }) {
  const text = useText().audit;
  const { role } = useSession().user;
  const isDecided = entry.class === 'ai' && entry.type !== 'ai.request.outcome';
  const canRead = may(role, 'policy.read');
  const known = useQuery({ ...queries.policies(), enabled: isDecided && canRead }).data?.policies;
  if (!isDecided || known === undefined) return null;
  const matched = readerOf(entry.body)
    .texts('policies', 'matched')
    .map((reference) => reference.split('@')[0]);
  const inQuestion = known.filter(({ name }) => matched.includes(name));
  // Where none matched, one that is in force may be the one that should have.
  const offered =
    inQuestion.length > 0 ? inQuestion : known.filter(({ active }) => active !== null);
  return offered.slice(0, 3).map(({ id, name }) => (
    <Link
      key={id}
      to="/policies/$id"
      params={{ id }}
      search={{ tab: 'simulate', audit: entry.id }}
      className={classes['link']}
    >
      {text.simulate(name)}
    </Link>
  ));
}

/** The page on which a held request was, or is to be, decided. */
export function ApprovalLink({ entry }: { readonly entry: AuditEntryView }) {
  const text = useText().audit;
  const formats = useFormats();
  const approval = readerOf(entry.body).text('approval');
  if (approval === undefined) return null;
  return (
    <Link
      to="/approvals"
      search={{ approval }}
      className={classes['link']}
      title={formats.moment(entry.time)}
    >
      {text.toApproval}
    </Link>
  );
}
