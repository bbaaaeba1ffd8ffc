import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import type { CredentialScope } from './credential-scope.ts';
import { KeyFields } from './KeyFields.tsx';
import { KeyFormFooter } from './KeyFormFooter.tsx';
import { blamedPart, heldKey, type KeyPart, keyComplaints, usualKeyKind } from './key-parts.ts';
import { PlaceFields } from './PlaceFields.tsx';

interface RotateDialogProps {
  readonly scope: CredentialScope;
  readonly credential: CredentialView;
  readonly onRotated: (secret: HeldSecret<KeyPart>, credential: CredentialView) => Promise<void>;
  readonly onClose: () => void;
}

/** Swaps the key of a credential; a key that the provider refuses leaves the old one at work. */
export function RotateDialog({ scope, credential, onRotated, onClose }: RotateDialogProps) {
  const text = useText();
  const { provider } = credential;
  const [kind, setKind] = useState(usualKeyKind(provider));
  const form = useForm({
    schema: controlEndpoints['credential.rotate'].body,
    // An empty base URL is the provider's own address; a missing one would keep the old key's.
    read: (fields) => ({ ...fields, base_url: fields['base_url'] ?? '' }),
    check: (fields) => keyComplaints(fields, { provider, kind }, text),
    fieldOf: {
      invalid_api_key: blamedPart[kind],
      bad_base_url: 'base_url',
      region_mismatch: 'region',
    },
    send: async (body) => {
      const rotated = await scope.rotate(credential.id, body);
      await onRotated(heldKey(body), rotated);
    },
  });
  return (
    <Dialog
      title={text.providers.rotateTitle(credential.name)}
      onClose={form.isPending ? undefined : onClose}
    >
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <Text>{text.providers.rotateText}</Text>
          <Text size="sm" c="dimmed">
            {text.providers.rotateCurrent}:{' '}
            <Text span ff="monospace" size="sm">
              {credential.masked_key}
            </Text>
          </Text>
          <KeyFields provider={provider} kind={kind} onKind={setKind} form={form} isRotation />
          <PlaceFields provider={provider} form={form} current={credential} />
          <KeyFormFooter form={form} submit={text.providers.rotateSubmit} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
