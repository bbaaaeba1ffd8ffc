import { ActionIcon, Alert, Box, Drawer, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Info } from 'lucide-react';
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
  generation,
  listed,
  onOpen,
  onClose,
}: {
  readonly id: string;
  readonly generation: number | undefined;
  /** The entries of the list behind, newest first. */
  readonly listed: readonly AuditEntryView[];
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const formats = useFormats();
  useReturnFocus();
  const at = listed.findIndex((one) => one.id === id);
  const asked = useQuery({ ...queries.auditEntry(id), enabled: at === -1 });
  const entry = listed[at] ?? asked.data;
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
          <Group gap={4} wrap="nowrap">
            <Neighbours at={at} listed={listed} onOpen={onOpen} />
            <Drawer.CloseButton aria-label={text.action.close} />
          </Group>
        </Group>
        <Box p="lg" pt="sm">
          {entry === undefined ? (
            <Missing error={asked.error} />
          ) : (
            <EntryDetails key={entry.id} entry={entry} generation={generation} onOpen={onOpen} />
          )}
        </Box>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** The entries before and after it in the list, without closing the drawer. */
function Neighbours({
  at,
  listed,
  onOpen,
}: {
  readonly at: number;
  readonly listed: readonly AuditEntryView[];
  readonly onOpen: (id: string) => void;
}) {
  const text = useText().audit;
  if (at === -1) return null;
  const newer = listed[at - 1];
  const older = listed[at + 1];
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={text.newerEntry}
        disabled={newer === undefined}
        onClick={() => newer !== undefined && onOpen(newer.id)}
      >
        <ChevronUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={text.olderEntry}
        disabled={older === undefined}
        onClick={() => older !== undefined && onOpen(older.id)}
      >
        <ChevronDown size={18} />
      </ActionIcon>
    </>
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
