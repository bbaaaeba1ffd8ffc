import { Group, Text } from '@mantine/core';
import type { AuditHeadView, AuditStatusView } from '../../../../src/contract/schemas.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { CopyIcon } from '../../components/CopyButton.tsx';
import { ExactTime, RelativeTime } from '../../components/Time.tsx';
import classes from './Audit.module.css';
import { checkpointHeadOf, keyIdOf } from './checkpoint-head.ts';

/** Names and hashes to compare with what was noted elsewhere, and how each of those outside is doing. */
export function HeadDetails({
  head,
  status,
}: {
  readonly head: AuditHeadView;
  readonly status: AuditStatusView | undefined;
}) {
  const words = useText().audit.head;
  const { number } = useFormats();
  const checkpoint = checkpointHeadOf(head.checkpoint);
  return (
    <dl className={`${classes['fields']} ${classes['details']}`}>
      <dt className={classes['changed']}>{words.origin}</dt>
      <dd>{head.origin}</dd>
      <dt className={classes['changed']}>{words.keyId}</dt>
      <dd>
        <Group gap={2} wrap="nowrap" component="span">
          {keyIdOf(head.vkey)}
          <CopyIcon read={() => head.vkey} what={words.verifierKey} />
        </Group>
      </dd>
      <dt className={classes['changed']}>{words.root}</dt>
      <dd>
        {checkpoint?.root ?? words.none}
        {checkpoint !== undefined && (
          <CopyIcon read={() => head.checkpoint} what={words.checkpointWhat} />
        )}
      </dd>
      {status?.self_check != null && (
        <>
          <dt className={classes['changed']}>{words.selfCheck}</dt>
          <dd className={classes['words']}>
            {words.selfChecked[status.self_check.verdict](
              number(status.self_check.size),
              number(status.self_check.findings),
            )}{' '}
            · <ExactTime value={status.self_check.at} />
          </dd>
        </>
      )}
      <Copies label={words.witnesses} copies={status?.witnesses ?? []} />
      <Copies label={words.anchors} copies={status?.anchors ?? []} />
      <Copies label={words.sinks} copies={status?.sinks ?? []} />
    </dl>
  );
}

function Copies({
  label,
  copies,
}: {
  readonly label: string;
  readonly copies: AuditStatusView['witnesses'];
}) {
  const words = useText().audit.head;
  const { number } = useFormats();
  if (copies.length === 0) return null;
  return (
    <>
      <dt className={classes['changed']}>{label}</dt>
      <dd className={classes['words']}>
        {copies.map(({ name, to, at, failing_since: failing }) => (
          <Text key={name} size="sm" component="div">
            {name}: {words.entries(number(to))}
            {at !== null && (
              <>
                , <RelativeTime value={at} />
              </>
            )}
            {failing !== null && (
              <>
                {' · '}
                {words.failingSince} <RelativeTime value={failing} />
              </>
            )}
          </Text>
        ))}
      </dd>
    </>
  );
}
