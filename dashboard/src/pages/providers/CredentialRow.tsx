import { Badge, Group, Stack, Table, Text, Tooltip } from '@mantine/core';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import { type CredentialAction, CredentialActions } from './CredentialActions.tsx';
import { LastFault, OldKeyState } from './KeyCondition.tsx';

const looks: Readonly<Record<CredentialView['status'], StatusLook>> = {
  active: 'good',
  disabled: 'paused',
  revoked: 'ended',
};

interface CredentialRowProps {
  readonly credential: CredentialView;
  readonly inUseWhy: string;
  readonly disabledReason: string | undefined;
  readonly onAction: (action: CredentialAction, credential: CredentialView) => void;
}

/** One credential, its key masked to the last four characters. */
export function CredentialRow({ credential, inUseWhy, ...rest }: CredentialRowProps) {
  const text = useText().providers;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={8} wrap="nowrap">
          <Text fw={550} style={{ overflowWrap: 'anywhere' }}>
            {credential.name}
          </Text>
          {credential.in_use && (
            <Tooltip label={inUseWhy}>
              <Badge variant="outline" color="brand" flex="none" tabIndex={0}>
                {text.inUse}
              </Badge>
            </Tooltip>
          )}
        </Group>
        <Place credential={credential} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{providerNames[credential.provider]}</Table.Td>
      <Table.Td>
        <Text ff="monospace" size="sm" style={{ whiteSpace: 'nowrap' }}>
          {credential.masked_key}
        </Text>
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          <StatusBadge look={looks[credential.status]} label={text.status[credential.status]} />
          {credential.validation === 'valid_limited' && credential.status !== 'revoked' && (
            <StatusBadge
              look="warned"
              label={text.limited}
              why={text.limitedWhy[credential.provider]}
            />
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        {credential.last_used_at === null ? (
          <Text c="dimmed">{text.neverUsed}</Text>
        ) : (
          <RelativeTime value={credential.last_used_at} />
        )}
        {credential.last_error !== null && <LastFault fault={credential.last_error} />}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={credential.created_at} />
        {credential.rotated_at !== null && (
          <>
            <Text size="xs" c="dimmed">
              {text.rotated} <RelativeTime value={credential.rotated_at} />
            </Text>
            {credential.status !== 'revoked' && <OldKeyState isInUse={credential.old_key_in_use} />}
          </>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <CredentialActions credential={credential} {...rest} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Region and address of one's own, below the name. */
function Place({ credential }: { readonly credential: CredentialView }) {
  const parts = [credential.region, credential.base_url].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" truncate maw={220} title={parts.join(' · ')}>
      {parts.join(' · ')}
    </Text>
  );
}
