import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { type Provider, providers } from '../../../../src/domain/credential/credential.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import { providerChoices, providerNames } from '../../components/provider-choices.ts';
import { Segments } from '../../components/Segments.tsx';
import type { CredentialScope } from './credential-scope.ts';
import { KeyFields } from './KeyFields.tsx';
import { KeyFormFooter } from './KeyFormFooter.tsx';
import { blamedPart, heldKey, type KeyPart, keyComplaints, usualKeyKind } from './key-parts.ts';
import { PlaceFields } from './PlaceFields.tsx';

interface AddProviderDialogProps {
  readonly scope: CredentialScope;
  readonly onAdded: (secret: HeldSecret<KeyPart>, credential: CredentialView) => Promise<void>;
  readonly onClose: () => void;
}

/** Add provider: nothing is stored unless the provider accepts the key. */
export function AddProviderDialog({ scope, onAdded, onClose }: AddProviderDialogProps) {
  const text = useText();
  const [provider, setProvider] = useState<Provider>('openai');
  const [kind, setKind] = useState(usualKeyKind(provider));
  const form = useForm({
    schema: controlEndpoints['credential.add'].body,
    read: (fields) => ({ ...fields, provider }),
    check: (fields) => keyComplaints(fields, { provider, kind }, text),
    fieldOf: {
      invalid_api_key: blamedPart[kind],
      credential_name_taken: 'name',
      bad_base_url: 'base_url',
      region_mismatch: 'region',
    },
    send: async (body) => {
      const added = await scope.add(body);
      await onAdded(heldKey(body), added);
    },
  });
  const choose = (chosen: Provider) => {
    setProvider(chosen);
    setKind(usualKeyKind(chosen));
    form.clear();
  };
  return (
    <Dialog title={text.providers.add} onClose={form.isPending ? undefined : onClose}>
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <Segments
            label={text.providers.provider}
            choices={providers.map((value) => ({ value, label: providerNames[value] }))}
            chosen={provider}
            onChoose={choose}
          />
          <TextInput
            name="name"
            label={text.providers.name}
            placeholder={providerChoices[provider].suggestedName}
            error={form.errorOf('name')}
            data-autofocus
          />
          {/* Another provider's key must not stay in the field. */}
          <KeyFields key={provider} provider={provider} kind={kind} onKind={setKind} form={form} />
          <PlaceFields provider={provider} form={form} />
          <KeyFormFooter form={form} submit={text.providers.submit} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
