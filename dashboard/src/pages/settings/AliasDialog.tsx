import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { ModelAliasView } from '../../../../src/contract/schemas.ts';
import { type Provider, providers } from '../../../../src/domain/credential/credential.ts';
import { call } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { Segments } from '../../components/Segments.tsx';
import { aliasComplaints } from './alias-complaints.ts';

const exampleModels: Readonly<Record<Provider, string>> = {
  openai: 'gpt-4o-2024-08-06',
  anthropic: 'claude-sonnet-4-5-20250929',
  bedrock: 'eu.amazon.nova-pro-v1:0',
};

interface AliasDialogProps {
  /** Undefined for a new one. */
  readonly edited: ModelAliasView | undefined;
  readonly taken: readonly ModelAliasView[];
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

export function AliasDialog({ edited, taken, onSaved, onClose }: AliasDialogProps) {
  const words = useText();
  const text = words.models.aliases;
  const [provider, setProvider] = useState<Provider>(edited?.provider ?? 'openai');
  const form = useForm({
    schema: controlEndpoints['model_alias.set'].body,
    read: (fields) => ({ ...fields, provider }),
    check: (fields) => aliasComplaints(fields, edited === undefined ? taken : [], text),
    send: async (body) => {
      await call('model_alias.set', { body });
      await onSaved();
    },
  });
  const title = edited === undefined ? text.add : text.editTitle(edited.alias);
  return (
    <Dialog title={title} onClose={form.isPending ? undefined : onClose} size={480}>
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            name="alias"
            label={text.alias}
            description={edited === undefined ? text.aliasHint : text.aliasFixed}
            defaultValue={edited?.alias}
            readOnly={edited !== undefined}
            variant={edited === undefined ? 'default' : 'filled'}
            error={form.errorOf('alias')}
            spellCheck={false}
            data-autofocus={edited === undefined || undefined}
          />
          <Segments
            label={text.provider}
            choices={providers.map((value) => ({ value, label: providerNames[value] }))}
            chosen={provider}
            onChoose={setProvider}
          />
          <TextInput
            name="model"
            label={text.model}
            description={text.modelHint}
            placeholder={exampleModels[provider]}
            defaultValue={edited?.model}
            error={form.errorOf('model')}
            spellCheck={false}
            data-autofocus={edited !== undefined || undefined}
          />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={form.isPending}>
              {words.action.cancel}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {edited === undefined ? text.submitAdd : text.submitEdit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
