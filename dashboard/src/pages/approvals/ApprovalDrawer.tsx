import { Alert, Box, Drawer, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import { ApprovalDecision } from './ApprovalDecision.tsx';
import { ApprovalDetails, ApprovalReferences } from './ApprovalDetails.tsx';

/** One held request in full, and the decision about it. */
export function ApprovalDrawer({
  id,
  next,
  onNext,
  onClose,
}: {
  readonly id: string;
  /** Another one that waits; undefined where none does. */
  readonly next: string | undefined;
  readonly onNext: (id: string) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  useReturnFocus();
  const { data, error, refetch } = useQuery(queries.approval(id));
  return (
    <Drawer.Root opened returnFocus={false} onClose={onClose} position="right" size={560}>
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <Group justify="space-between" wrap="nowrap" align="flex-start" p="lg" pb={0}>
          <Drawer.Title fz="lg" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {data === undefined
              ? text.approvals.title
              : text.approvals.drawerTitle(data.approval.model)}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={text.action.close} />
        </Group>
        <Box p="lg" pt="sm">
          {data === undefined ? (
            <Missing error={error} onRetry={() => void refetch()} />
          ) : (
            <Stack gap="lg" key={id}>
              <ApprovalDetails read={data} />
              <ApprovalDecision
                read={data}
                onNext={next === undefined ? undefined : () => onNext(next)}
              />
              <ApprovalReferences approval={data.approval} />
            </Stack>
          )}
        </Box>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Missing({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const text = useText();
  if (error === null) return <Skeleton height={260} />;
  const failure = asApiError(error);
  if (failure.code !== 'approval_not_found') {
    return <ErrorNotice error={failure} title={text.state.loadFailed} onRetry={onRetry} />;
  }
  return (
    <Alert color="gray" icon={<Info size={18} />} title={text.approvals.missing}>
      {text.approvals.missingText}
    </Alert>
  );
}
