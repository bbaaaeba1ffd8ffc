import { Button, Group, Stack, TextInput } from '@mantine/core';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { call, type Reply } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';

export function CreateTenantDialog({
  onCreated,
  onClose,
}: {
  readonly onCreated: (reply: Reply<'tenant.create'>) => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText();
  const form = useForm({
    schema: controlEndpoints['tenant.create'].body,
    send: async (body) => onCreated(await call('tenant.create', { body })),
  });
  return (
    <Dialog
      title={text.platform.tenants.create}
      onClose={form.isPending ? undefined : onClose}
      size={460}
    >
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            name="name"
            label={text.platform.tenants.name}
            description={text.platform.tenants.nameHint}
            error={form.errorOf('name')}
            data-autofocus
          />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={form.isPending}>
              {text.action.cancel}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {text.platform.tenants.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
