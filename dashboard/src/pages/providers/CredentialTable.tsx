import { Button, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { PlugZap, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import type { CredentialAction } from './CredentialActions.tsx';
import { CredentialFilters } from './CredentialFilters.tsx';
import { CredentialRow } from './CredentialRow.tsx';
import { filterOf, type ProviderFilter, type ProviderSearch } from './provider-search.ts';

/** What differs between a tenant's credentials and the platform's. */
export interface CredentialWords {
  readonly title: string;
  readonly intro: string;
  readonly inUseWhy: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
}

interface CredentialTableProps {
  readonly credentials: UseQueryResult<Reply<'credential.list'>>;
  readonly words: CredentialWords;
  readonly search: ProviderSearch;
  readonly onSearch: (search: ProviderSearch) => void;
  readonly disabledReason: string | undefined;
  readonly onAction: (action: CredentialAction, credential: CredentialView) => void;
  readonly emptyAction: ReactNode;
}

export function CredentialTable(props: CredentialTableProps) {
  const text = useText();
  const columns = useColumns();
  const { data, error, refetch } = props.credentials;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  if (data !== undefined && data.credentials.length === 0) {
    return (
      <NoRows>
        <EmptyState
          icon={PlugZap}
          title={props.words.emptyTitle}
          text={props.words.emptyText}
          action={props.emptyAction}
        />
      </NoRows>
    );
  }
  const filter = filterOf(props.search);
  const shown = data?.credentials.filter((credential) => matches(credential, filter));
  return (
    <>
      <Group justify="space-between" gap="sm">
        <CredentialFilters filter={filter} onSearch={props.onSearch} />
        <Text size="sm" c="dimmed" role="status">
          {data !== undefined && text.providers.count(shown?.length ?? 0, data.credentials.length)}
        </Text>
      </Group>
      {shown?.length === 0 ? (
        <NoRows>
          <EmptyState
            icon={SearchX}
            title={text.providers.noMatch}
            action={
              <Button variant="default" onClick={() => props.onSearch({})}>
                {text.action.clearFilters}
              </Button>
            }
          />
        </NoRows>
      ) : (
        <DataTable label={props.words.title} columns={columns} minWidth={1080} isLastPinned>
          {shown === undefined ? (
            <LoadingRows columns={columns} rows={3} />
          ) : (
            shown.map((credential) => (
              <CredentialRow
                key={credential.id}
                credential={credential}
                inUseWhy={props.words.inUseWhy}
                disabledReason={props.disabledReason}
                onAction={props.onAction}
              />
            ))
          )}
        </DataTable>
      )}
    </>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().providers;
  return [
    { label: columns.name },
    { label: columns.provider, width: 124 },
    { label: columns.key, width: 110 },
    { label: columns.status, width: 120 },
    { label: columns.used, width: 180 },
    { label: columns.created, width: 180 },
    { label: columns.actions, align: 'right', width: 80 },
  ];
}

function matches(credential: CredentialView, { providers, statuses }: ProviderFilter): boolean {
  return (
    (providers.length === 0 || providers.includes(credential.provider)) &&
    (statuses.length === 0 || statuses.includes(credential.status))
  );
}
