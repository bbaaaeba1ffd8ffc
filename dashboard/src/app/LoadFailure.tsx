import { Box } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { asApiError } from '../api/api-error.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useText } from './i18n/Language.tsx';

/** A page that could not be opened at all. */
export function LoadFailure({ error, reset }: ErrorComponentProps) {
  const text = useText().state;
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Box component="main" maw={560} mx="auto" mt="15vh" p="lg">
      <ErrorNotice error={asApiError(error)} title={text.loadFailed} onRetry={retry} />
    </Box>
  );
}
