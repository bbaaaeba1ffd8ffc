import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { TokenView, WorkspaceView } from '../../../../src/contract/schemas.ts';
import { tokenScopes } from '../../../../src/domain/access/role.ts';
import { call } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';
import { Segments } from '../../components/Segments.tsx';

const expiryChoices = [30, 90, 365] as const;
const expiryDefault = '90';

/** A key that was just made. The server does not keep it. */
export interface CreatedKey {
  readonly secret: HeldSecret<'key'>;
  readonly scope: TokenView['scope'];
}

interface CreateKeyDialogProps {
  readonly workspaces: readonly WorkspaceView[];
  readonly onCreated: (created: CreatedKey) => Promise<void>;
  readonly onClose: () => void;
}

export function CreateKeyDialog({ workspaces, onCreated, onClose }: CreateKeyDialogProps) {
  const text = useText();
  const [scope, setScope] = useState<TokenView['scope']>('inference');
  const [days, setDays] = useState(expiryDefault);
  const [workspace, setWorkspace] = useState(
    workspaces.find((one) => one.is_default)?.id ?? workspaces[0]?.id ?? null,
  );
  const form = useForm({
    schema: controlEndpoints['token.create'].body,
    read: ({ name }) => ({
      name,
      scope,
      expires_in_days: Number(days),
      ...(workspace === null || scope !== 'inference' ? {} : { workspace_id: workspace }),
    }),
    send: async (body) => {
      const { jwt } = await call('token.create', { body });
      await onCreated({ secret: holdSecret([['key', jwt]]), scope });
    },
  });
  return (
    <Dialog title={text.apiKeys.create} onClose={form.isPending ? undefined : onClose} size={480}>
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            name="name"
            label={text.apiKeys.name}
            description={text.apiKeys.nameHint}
            error={form.errorOf('name')}
            data-autofocus
          />
          <Segments
            label={text.apiKeys.scope}
            choices={tokenScopes.map((value) => ({ value, label: text.apiKeys.scopes[value] }))}
            chosen={scope}
            onChoose={setScope}
          />
          {/* The log is the whole organisation's. */}
          {scope === 'inference' && (
            <Select
              label={text.apiKeys.workspace}
              data={workspaces.map(({ id, name, is_default }) => ({
                value: id,
                label: is_default ? text.apiKeys.defaultWorkspace(name) : name,
              }))}
              value={workspace}
              onChange={setWorkspace}
              error={form.errorOf('workspace_id')}
              allowDeselect={false}
            />
          )}
          <Segments
            label={text.apiKeys.expiry}
            choices={expiryChoices.map((count) => ({
              value: String(count),
              label: text.apiKeys.days(count),
            }))}
            chosen={days}
            onChoose={setDays}
          />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={form.isPending}>
              {text.action.cancel}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {text.apiKeys.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
