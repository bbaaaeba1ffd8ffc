import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Segments } from '../../../components/Segments.tsx';
import type { AuditSearch } from '../audit-search.ts';
import { ExportBundle } from './ExportBundle.tsx';
import { ExportRecords } from './ExportRecords.tsx';

/** The whole log as evidence, or entries in the format of another system. */
export function ExportDialog({
  search,
  onClose,
}: {
  readonly search: AuditSearch;
  readonly onClose: () => void;
}) {
  const text = useText().audit.export;
  const [what, setWhat] = useState<'bundle' | 'records'>('bundle');
  return (
    <Dialog title={text.title} onClose={onClose}>
      <Stack gap="md">
        <Segments
          label={text.what}
          choices={[
            { value: 'bundle', label: text.bundle },
            { value: 'records', label: text.records },
          ]}
          chosen={what}
          onChoose={setWhat}
        />
        {what === 'bundle' ? <ExportBundle /> : <ExportRecords search={search} />}
      </Stack>
    </Dialog>
  );
}
