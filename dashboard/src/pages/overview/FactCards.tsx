import { SimpleGrid, Skeleton, Text } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditHeadView } from '../../../../src/contract/schemas.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import { checkpointHeadOf } from '../audit/checkpoint-head.ts';
import classes from './Overview.module.css';

/** A few numbers, each counted by the server just now and each leading to its page. */
export function FactCards({
  head,
  activeCredentials,
  allCredentials,
  activeKeys,
}: {
  readonly head: AuditHeadView | undefined;
  readonly activeCredentials: number | undefined;
  readonly allCredentials: number | undefined;
  readonly activeKeys: number | undefined;
}) {
  const text = useText().overview;
  const formats = useFormats();
  const checkpoint = head === undefined ? undefined : checkpointHeadOf(head.checkpoint);
  const count = (value: number | undefined) =>
    value === undefined ? undefined : formats.number(value);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="md">
      <FactCard
        to="/providers"
        label={text.credentials}
        value={count(activeCredentials)}
        note={allCredentials !== undefined && text.credentialsOf(allCredentials)}
      />
      <FactCard to="/api-keys" label={text.keys} value={count(activeKeys)} />
      <FactCard
        to="/audit"
        label={text.entries}
        value={count(head?.size)}
        note={
          head !== undefined &&
          head.last_entry_at !== null && (
            <>
              {text.newestEntry} <RelativeTime value={head.last_entry_at} />
            </>
          )
        }
      />
      <FactCard
        to="/audit"
        label={text.checkpoint}
        value={head && (checkpoint === undefined ? text.noCheckpoint : count(checkpoint.size))}
        note={checkpoint !== undefined && text.checkpointCovers}
      />
    </SimpleGrid>
  );
}

function FactCard({
  to,
  label,
  value,
  note,
}: {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
  readonly value: string | undefined;
  readonly note?: ReactNode;
}) {
  return (
    <Link to={to} className={classes['fact']}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={classes['value']}>{value ?? <Skeleton height={22} width={64} my={5} />}</div>
      <Text size="xs" c="dimmed" mih={18}>
        {note}
      </Text>
    </Link>
  );
}
