import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { VerifyDialog } from './VerifyDialog.tsx';

/** Verification with one press, in this browser. */
export function VerifyButton({ onShow }: { readonly onShow: (index: number) => void }) {
  const text = useText().audit.verify;
  const [isOpen, dialog] = useDisclosure(false);
  const origin = useQuery(queries.auditHead()).data?.origin;
  return (
    <>
      <Button
        leftSection={<ShieldCheck size={16} />}
        disabled={origin === undefined}
        onClick={dialog.open}
      >
        {text.action}
      </Button>
      {isOpen && origin !== undefined && (
        <VerifyDialog
          origin={origin}
          onClose={dialog.close}
          onShow={(index) => {
            dialog.close();
            onShow(index);
          }}
        />
      )}
    </>
  );
}
