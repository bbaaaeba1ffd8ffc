import { Select, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { call } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';
import { providerChoices, providerNames } from '../../components/provider-choices.ts';
import { SecretInput } from '../../components/SecretInput.tsx';
import { KeyFormFooter } from './KeyFormFooter.tsx';
import { keyComplaints, keyErrorOf } from './key-error.tsx';

/** Add provider: nothing is stored unless the provider accepts the key. */
export function AddProviderDialog({
  onAdded,
  onClose,
}: {
  readonly onAdded: (secret: HeldSecret) => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().providers;
  const keyInput = useRef<HTMLInputElement>(null);
  const [choice, setChoice] = useState(providerChoices[0]);
  const form = useForm({
    schema: controlEndpoints['credential.add'].body,
    read: (fields) => ({ ...fields, provider: choice.provider }),
    check: (fields) => keyComplaints(fields, text),
    fieldOf: {
      invalid_api_key: 'api_key',
      credential_name_taken: 'name',
      bad_base_url: 'base_url',
    },
    send: async (body) => {
      await call('credential.add', { body });
      if (keyInput.current !== null) keyInput.current.value = '';
      await onAdded(holdSecret(body.api_key ?? ''));
    },
  });
  return (
    <Dialog title={text.add} onClose={form.isPending ? undefined : onClose}>
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <Select
            label={text.provider}
            data={providerChoices.map(({ provider }) => ({
              value: provider,
              label: providerNames[provider],
            }))}
            value={choice.provider}
            onChange={(value) =>
              setChoice(providerChoices.find((one) => one.provider === value) ?? choice)
            }
            allowDeselect={false}
          />
          <TextInput
            name="name"
            label={text.name}
            placeholder={choice.suggestedName}
            error={form.errorOf('name')}
            data-autofocus
          />
          <SecretInput
            ref={keyInput}
            name="api_key"
            label={text.apiKey}
            description={text.apiKeyHint(providerNames[choice.provider])}
            placeholder={choice.keyPlaceholder}
            error={keyErrorOf(form)}
          />
          <TextInput
            name="base_url"
            type="url"
            label={text.baseUrl}
            description={text.baseUrlHint(choice.publicUrl)}
            error={form.errorOf('base_url')}
          />
          <KeyFormFooter form={form} submit={text.submit} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
