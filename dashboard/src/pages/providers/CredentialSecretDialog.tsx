import { Alert } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { useText } from '../../app/i18n/Language.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import { ShowOnceDialog } from '../../components/ShowOnceDialog.tsx';

/** The key that the administrator typed, shown once more after it was accepted. The server never sends it back. */
export function CredentialSecretDialog({
  secret,
  isRotation,
  onClose,
}: {
  readonly secret: HeldSecret;
  readonly isRotation: boolean;
  readonly onClose: () => void;
}) {
  const text = useText().providers;
  return (
    <ShowOnceDialog
      secret={secret}
      words={{
        title: text.showOnce,
        warning: text.showOnceWarning,
        label: text.keyLabel,
        wiped: text.wiped,
      }}
      onClose={onClose}
    >
      {isRotation && (
        <Alert color="brand" variant="light" icon={<CalendarClock size={18} />}>
          {text.rotateAdvice}
        </Alert>
      )}
    </ShowOnceDialog>
  );
}
