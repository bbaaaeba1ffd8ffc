import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../../api/api-error.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { AllowSection } from './AllowSection.tsx';
import { DeclarationsSection } from './DeclarationsSection.tsx';
import { DenySection } from './DenySection.tsx';
import { ContentChoice, NamesChoice, TokenChoice } from './InspectionChoices.tsx';
import { RecogniserSection } from './RecogniserSection.tsx';
import { TimeZoneSection } from './TimeZoneSection.tsx';

/** How texts of requests and answers are inspected. Each section is saved by itself, and recorded. */
export function InspectionTab() {
  const text = useText();
  const { data, error, refetch } = useQuery(queries.inspection());
  if (data !== undefined) {
    return (
      <Stack gap="lg">
        <NamesChoice inspection={data} />
        <RecogniserSection inspection={data} />
        <DenySection inspection={data} />
        <AllowSection inspection={data} />
        <TokenChoice inspection={data} />
        <ContentChoice inspection={data} />
        <TimeZoneSection inspection={data} />
        <DeclarationsSection />
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
