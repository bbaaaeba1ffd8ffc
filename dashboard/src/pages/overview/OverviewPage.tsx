import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { FactCards } from './FactCards.tsx';
import { FirstRun } from './FirstRun.tsx';
import { RecentEntries } from './RecentEntries.tsx';

/** While the first run is under way the page looks for the next step by itself. */
const pollMs = 3_000;

export function OverviewPage() {
  const text = useText();
  const requests = useQuery({
    ...queries.auditEntries({ class: 'ai', limit: 1 }),
    refetchInterval: ({ state }) => pollUntil(state.data?.entries.length),
  });
  const credentials = useQuery({
    ...queries.credentials(),
    refetchInterval: ({ state }) => pollUntil(state.data?.credentials.filter(isActive).length),
  });
  const tokens = useQuery({
    ...queries.tokens(),
    refetchInterval: ({ state }) => pollUntil(state.data?.tokens.filter(isActive).length),
  });
  const head = useQuery(queries.auditHead());
  const failed = [requests, credentials, tokens, head].find(
    (query) => query.data === undefined && query.error !== null,
  );

  const active = credentials.data?.credentials.filter(isActive);
  const activeTokens = tokens.data?.tokens.filter(isActive);
  return (
    <>
      <PageHeader title={text.overview.title} intro={text.overview.intro} />
      <Stack gap="lg">
        {failed?.error && (
          <ErrorNotice
            error={asApiError(failed.error)}
            title={text.state.loadFailed}
            onRetry={() => void failed.refetch()}
          />
        )}
        {active !== undefined && activeTokens !== undefined && requests.data !== undefined && (
          <FirstRun
            isConnected={active.length > 0}
            hasKey={activeTokens.length > 0}
            hasRequest={requests.data.entries.length > 0}
          />
        )}
        <FactCards
          head={head.data}
          activeCredentials={active?.length}
          allCredentials={credentials.data?.credentials.length}
          activeKeys={activeTokens?.length}
        />
        <RecentEntries />
      </Stack>
    </>
  );
}

function isActive({ status }: { readonly status: string }): boolean {
  return status === 'active';
}

function pollUntil(count: number | undefined): number | false {
  return count === 0 ? pollMs : false;
}
