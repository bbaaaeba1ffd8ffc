import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { may } from '../../../../../src/domain/access/role.ts';
import { asApiError } from '../../../api/api-error.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { evidenceQueries } from './evidence-queries.ts';
import { RetentionFacts } from './RetentionFacts.tsx';
import { RetentionForm } from './RetentionForm.tsx';
import { RetentionWords } from './RetentionWords.tsx';

/** How long entries and content are kept, and what the daily run has let go of. */
export function RetentionTab({ onOpen }: { readonly onOpen: (entryId: string) => void }) {
  const text = useText();
  const canWrite = may(useSession().user.role, 'evidence.write');
  const { data, error, refetch } = useQuery(evidenceQueries.retention());
  if (data === undefined) {
    if (error === null) return <Skeleton height={320} maw={720} radius="lg" />;
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  return (
    <Stack gap="lg">
      {canWrite ? <RetentionForm stored={data} /> : <RetentionWords stored={data} />}
      <RetentionFacts lastRunAt={data.last_run_at} onOpen={onOpen} />
    </Stack>
  );
}
