import { Badge, Group, Table, Text, Tooltip } from '@mantine/core';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import { type CredentialAction, CredentialActions } from './CredentialActions.tsx';

const looks: Readonly<Record<CredentialView['status'], StatusLook>> = {
  active: 'good',
  disabled: 'paused',
  revoked: 'ended',
};

/** One credential, its key masked to the last four characters. */
export function CredentialRow({
  credential,
  disabledReason,
  onAction,
}: {
  readonly credential: CredentialView;
  readonly disabledReason: string | undefined;
  readonly onAction: (action: CredentialAction, credential: CredentialView) => void;
}) {
  const text = useText().providers;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={8} wrap="nowrap">
          <Text fw={550}>{credential.name}</Text>
          {credential.in_use && (
            <Tooltip label={text.inUseWhy}>
              <Badge variant="outline" color="brand" flex="none" tabIndex={0}>
                {text.inUse}
              </Badge>
            </Tooltip>
          )}
        </Group>
        {credential.base_url !== null && (
          <Text size="xs" c="dimmed" truncate maw={280}>
            {credential.base_url}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{providerNames[credential.provider]}</Table.Td>
      <Table.Td>
        <Text ff="monospace" size="sm" style={{ whiteSpace: 'nowrap' }}>
          {credential.masked_key}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge look={looks[credential.status]} label={text.status[credential.status]} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={credential.created_at} />
        {credential.rotated_at !== null && (
          <Text size="xs" c="dimmed">
            {text.rotated} <RelativeTime value={credential.rotated_at} />
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <CredentialActions
          credential={credential}
          disabledReason={disabledReason}
          onAction={onAction}
        />
      </Table.Td>
    </Table.Tr>
  );
}
