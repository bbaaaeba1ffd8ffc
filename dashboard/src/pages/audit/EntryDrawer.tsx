import { Alert, Box, Drawer, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import { EntryDetails } from './EntryDetails.tsx';

/** One entry in full: what it says, its fields, and the bytes that are hashed. */
export function EntryDrawer({
  id,
  listed,
  onClose,
}: {
  readonly id: string;
  /** The entry, where the list behind already holds it. */
  readonly listed: AuditEntryView | undefined;
  readonly onClose: () => void;
}) {
  const text = useText();
  const formats = useFormats();
  useReturnFocus();
  const asked = useQuery({ ...queries.auditEntry(id), enabled: listed === undefined });
  const entry = listed ?? asked.data;
  return (
    <Drawer.Root opened returnFocus={false} onClose={onClose} position="right" size={560}>
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <Group justify="space-between" wrap="nowrap" p="lg" pb={0}>
          <Drawer.Title fz="lg" fw={600}>
            {entry === undefined
              ? text.audit.title
              : text.audit.entryTitle(formats.number(entry.index))}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={text.action.close} />
        </Group>
        <Box p="lg" pt="sm">
          {entry === undefined ? <Missing error={asked.error} /> : <EntryDetails entry={entry} />}
        </Box>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Missing({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null) return <Skeleton height={180} />;
  const failure = asApiError(error);
  if (failure.code !== 'not_found') return <ErrorNotice error={failure} />;
  return (
    <Alert color="gray" icon={<Info size={18} />} title={text.audit.entryMissing}>
      {text.audit.entryMissingText}
    </Alert>
  );
}
