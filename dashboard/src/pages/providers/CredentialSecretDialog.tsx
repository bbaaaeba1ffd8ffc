import { Alert } from '@mantine/core';
import { CalendarClock, TriangleAlert } from 'lucide-react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import { ShowOnceDialog } from '../../components/ShowOnceDialog.tsx';
import { type KeyPart, keyLabels } from './key-parts.ts';

/** The key that the administrator typed, shown once more after it was accepted. The server never sends it back. */
export function CredentialSecretDialog({
  secret,
  credential: { provider, validation, rotated_at: rotatedAt },
  onClose,
}: {
  readonly secret: HeldSecret<KeyPart>;
  /** As it is with the new key. */
  readonly credential: CredentialView;
  readonly onClose: () => void;
}) {
  const text = useText().providers;
  return (
    <ShowOnceDialog
      secret={secret}
      words={{
        title: text.showOnce,
        warning: text.showOnceWarning,
        labels: keyLabels(provider, text),
        copied: text.iHaveCopied,
        wiped: text.wiped,
      }}
      onClose={onClose}
    >
      {validation === 'valid_limited' && (
        <Alert
          color="orange"
          variant="light"
          icon={<TriangleAlert size={18} />}
          title={text.limitedTitle}
        >
          {text.limitedWhy[provider]}
        </Alert>
      )}
      {rotatedAt !== null && (
        <Alert color="brand" variant="light" icon={<CalendarClock size={18} />}>
          {text.rotateAdvice}
        </Alert>
      )}
    </ShowOnceDialog>
  );
}
