import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AliasSection } from './AliasSection.tsx';
import { FallbackSection } from './FallbackSection.tsx';
import { TranslationSection } from './TranslationSection.tsx';

export function SettingsPage() {
  const text = useText();
  const { data, error, refetch } = useQuery(queries.settings());
  return (
    <>
      <PageHeader title={text.platform.settings.title} intro={text.platform.settings.intro} />
      {data !== undefined && (
        <Stack gap="lg">
          <FallbackSection settings={data} />
          <TranslationSection settings={data} />
          <AliasSection />
        </Stack>
      )}
      {data === undefined && error === null && <Skeleton height={320} maw={720} radius="lg" />}
      {data === undefined && error !== null && (
        <ErrorNotice
          error={asApiError(error)}
          title={text.state.loadFailed}
          onRetry={() => void refetch()}
        />
      )}
    </>
  );
}
