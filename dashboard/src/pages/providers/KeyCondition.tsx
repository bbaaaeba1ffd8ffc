import { Group, Text, Tooltip } from '@mantine/core';
import { CircleCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import classes from './KeyCondition.module.css';

type Fault = NonNullable<CredentialView['last_error']>;

/** The last thing that the provider, or the way to it, did to a request with the present key. */
export function LastFault({ fault }: { readonly fault: Fault }) {
  const text = useText().providers;
  const formats = useFormats();
  const { word, why } = text.faults[fault.code];
  const reason = fault.status === null ? why : text.faultStatus(why, String(fault.status));
  return (
    <Condition
      icon={TriangleAlert}
      color="var(--warning)"
      why={`${reason} ${formats.exact(fault.at)}`}
    >
      {word},{' '}
      <time dateTime={fault.at} className={classes['time']}>
        {formats.relative(fault.at, Date.now())}
      </time>
    </Condition>
  );
}

/** Whether the key before the present one may be revoked at the provider. */
export function OldKeyState({ isInUse }: { readonly isInUse: boolean }) {
  const text = useText().providers;
  return isInUse ? (
    <Condition icon={Clock} color="var(--warning)" why={text.oldKeyInUseWhy}>
      {text.oldKeyInUse}
    </Condition>
  ) : (
    <Condition icon={CircleCheck} color="var(--mantine-color-dimmed)" why={text.oldKeyFreeWhy}>
      {text.oldKeyFree}
    </Condition>
  );
}

function Condition({
  icon: Icon,
  color,
  why,
  children,
}: {
  readonly icon: LucideIcon;
  readonly color: string;
  readonly why: string;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip label={why}>
      <Group gap={4} wrap="nowrap" align="flex-start" c={color} w="fit-content" tabIndex={0}>
        <Icon size={13} strokeWidth={2.25} className={classes['icon']} aria-hidden />
        <Text size="xs" c="inherit">
          {children}
        </Text>
      </Group>
    </Tooltip>
  );
}
