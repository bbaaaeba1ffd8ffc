import { Group, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { useLanguage, useText } from '../../app/i18n/Language.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import { describeEntry } from '../audit/describe-entry.ts';
import { useActorName } from '../audit/use-actor-name.ts';
import classes from './Overview.module.css';

const shownMax = 6;
/** Some of them are looks at the log, this one included, and crowd out what happened. */
const askedMax = 24;
const refreshMs = 5_000;

/** The newest entries of the log. A failure is not shown here: the page already says that the log did not answer. */
export function RecentEntries() {
  const text = useText().overview;
  const { data } = useQuery({
    ...queries.auditEntries({ limit: askedMax }),
    refetchInterval: refreshMs,
  });
  return (
    <section className={classes['firstRun']} aria-labelledby="recent">
      <Group justify="space-between" px="lg" py="md">
        <Title order={2} id="recent">
          {text.recent}
        </Title>
        <Link to="/audit" className={classes['more']}>
          {text.allEntries}
        </Link>
      </Group>
      <ul className={classes['steps']}>
        {data === undefined
          ? Array.from({ length: shownMax }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
              <li key={row} className={classes['entry']}>
                <Skeleton height={12} width="45%" my={5} />
              </li>
            ))
          : data.entries
              .filter(({ type }) => type !== 'audit.read')
              .slice(0, shownMax)
              .map((entry) => <Entry key={entry.id} entry={entry} />)}
      </ul>
    </section>
  );
}

function Entry({ entry }: { readonly entry: AuditEntryView }) {
  const { language } = useLanguage();
  const actorName = useActorName();
  return (
    <li className={classes['entry']}>
      <Link to="/audit" search={{ entry: entry.id }} className={classes['entryText']}>
        {describeEntry(entry, language)}
      </Link>
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {actorName(entry)} · <RelativeTime value={entry.time} />
      </Text>
    </li>
  );
}
