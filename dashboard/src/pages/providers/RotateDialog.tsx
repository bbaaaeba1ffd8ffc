import { Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';
import { SecretInput } from '../../components/SecretInput.tsx';
import { KeyFormFooter } from './KeyFormFooter.tsx';
import { keyComplaints, keyErrorOf } from './key-error.tsx';

/** Swaps the key of a credential; a key that the provider refuses leaves the old one at work. */
export function RotateDialog({
  credential,
  onRotated,
  onClose,
}: {
  readonly credential: CredentialView;
  readonly onRotated: (secret: HeldSecret) => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().providers;
  const keyInput = useRef<HTMLInputElement>(null);
  const form = useForm({
    schema: controlEndpoints['credential.rotate'].body,
    check: (fields) => keyComplaints(fields, text),
    fieldOf: { invalid_api_key: 'api_key' },
    send: async (body) => {
      await call('credential.rotate', { params: { id: credential.id }, body });
      if (keyInput.current !== null) keyInput.current.value = '';
      await onRotated(holdSecret(body.api_key ?? ''));
    },
  });
  return (
    <Dialog
      title={text.rotateTitle(credential.name)}
      onClose={form.isPending ? undefined : onClose}
    >
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <Text>{text.rotateText}</Text>
          <Text size="sm" c="dimmed">
            {text.rotateCurrent}:{' '}
            <Text span ff="monospace" size="sm">
              {credential.masked_key}
            </Text>
          </Text>
          <SecretInput
            ref={keyInput}
            name="api_key"
            label={text.newKey}
            error={keyErrorOf(form)}
            data-autofocus
          />
          <KeyFormFooter form={form} submit={text.rotateSubmit} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
