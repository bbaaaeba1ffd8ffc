import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Download } from 'lucide-react';
import { useText } from '../../../app/i18n/Language.tsx';
import type { AuditSearch } from '../audit-search.ts';
import { ExportDialog } from './ExportDialog.tsx';

/** Takes the evidence away, to be verified without Monago, or the entries, to be read by other systems. */
export function ExportButton({ search }: { readonly search: AuditSearch }) {
  const text = useText().audit;
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<Download size={16} />} onClick={dialog.open}>
        {text.export.action}
      </Button>
      {isOpen && <ExportDialog search={search} onClose={dialog.close} />}
    </>
  );
}
