import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { FactCards } from './FactCards.tsx';
import { FirstRun } from './FirstRun.tsx';

/** While the first run is under way the page looks for the next step by itself. */
const pollMs = 3_000;

export function OverviewPage() {
  const text = useText();
  const requests = useQuery({
    ...queries.auditEntries({ class: 'ai', limit: 1 }),
    refetchInterval: ({ state }) => (state.data?.entries.length === 0 ? pollMs : false),
  });
  const isFirstRun = requests.data?.entries.length === 0;
  const poll = { refetchInterval: isFirstRun ? pollMs : (false as const) };
  const credentials = useQuery({ ...queries.credentials(), ...poll });
  const tokens = useQuery({ ...queries.tokens(), ...poll });
  const head = useQuery(queries.auditHead());
  const failed = [requests, credentials, tokens, head].find(
    (query) => query.data === undefined && query.error !== null,
  );

  const active = credentials.data?.credentials.filter(({ status }) => status === 'active');
  const activeTokens = tokens.data?.tokens.filter(({ status }) => status === 'active');
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
            hasRequest={!isFirstRun}
          />
        )}
        <FactCards
          head={head.data}
          activeCredentials={active?.length}
          allCredentials={credentials.data?.credentials.length}
          activeKeys={activeTokens?.length}
        />
      </Stack>
    </>
  );
}
