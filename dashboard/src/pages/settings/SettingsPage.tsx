import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AliasSection } from './AliasSection.tsx';
import { FallbackSection } from './FallbackSection.tsx';
import { readSettingsSearch } from './settings-search.ts';
import { TranslationSection } from './TranslationSection.tsx';

// What tries patterns out is larger than the rest of the page.
const InspectionTab = lazy(async () => {
  const { InspectionTab: tab } = await import('./inspection/InspectionTab.tsx');
  return { default: tab };
});

export function SettingsPage() {
  const text = useText().platform.settings;
  const { tab = 'general' } = useSearch({ from: '/shell/settings' });
  const navigate = useNavigate({ from: '/settings' });
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} />
      <Tabs
        value={tab}
        onChange={(chosen) => void navigate({ search: readSettingsSearch({ tab: chosen }) })}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="general">{text.tabs.general}</Tabs.Tab>
          <Tabs.Tab value="inspection">{text.tabs.inspection}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="general">
          <GeneralTab />
        </Tabs.Panel>
        <Tabs.Panel value="inspection">
          <Suspense fallback={<Skeleton height={320} maw={720} radius="lg" />}>
            <InspectionTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function GeneralTab() {
  const text = useText();
  const { data, error, refetch } = useQuery(queries.settings());
  if (data !== undefined) {
    return (
      <Stack gap="lg">
        <FallbackSection settings={data} />
        <TranslationSection settings={data} />
        <AliasSection />
      </Stack>
    );
  }
  if (error === null) return <Skeleton height={320} maw={720} radius="lg" />;
  return (
    <ErrorNotice
      error={asApiError(error)}
      title={text.state.loadFailed}
      onRetry={() => void refetch()}
    />
  );
}
