import { Alert, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Info, Plus } from 'lucide-react';
import { useState } from 'react';
import type { TenantView } from '../../../../src/contract/schemas.ts';
import { call, type Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { CreateTenantDialog } from './CreateTenantDialog.tsx';
import { SetUpLinkDialog } from './SetUpLinkDialog.tsx';
import { TenantTable } from './TenantTable.tsx';

interface ShownLink {
  readonly secret: HeldSecret<'link'>;
  readonly tenantName: string;
  readonly expiresAt: string;
}

/** The platform operator's tenants: open one, hand over the link for its first administrator. */
export function TenantsPage() {
  const text = useText().platform.tenants;
  const disabledReason = useDisabledReason('tenant.write');
  const queryClient = useQueryClient();
  const tenants = useQuery(queries.tenants());
  const inviting = useSubmission();
  const [isCreating, setIsCreating] = useState(false);
  const [link, setLink] = useState<ShownLink>();

  const refresh = async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.tenants().queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
  };
  const show = async (reply: Reply<'tenant.create'>) => {
    setIsCreating(false);
    setLink({
      secret: holdSecret([['link', reply.setup_link]]),
      tenantName: reply.tenant.name,
      expiresAt: reply.expires_at,
    });
    await refresh();
  };
  const invite = ({ id }: TenantView) =>
    inviting.run(async () => {
      try {
        await show(await call('tenant.invite', { params: { id } }));
      } catch (thrown) {
        await refresh();
        throw thrown;
      }
    });
  const create = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={() => setIsCreating(true)}
    >
      {text.create}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} action={create} />
      <Stack gap="md">
        {inviting.error?.code === 'setup_done' && (
          <Alert color="gray" icon={<Info size={18} />} role="status">
            {text.inviteDone}
          </Alert>
        )}
        {inviting.error !== undefined && inviting.error.code !== 'setup_done' && (
          <ErrorNotice error={inviting.error} />
        )}
        <TenantTable
          tenants={tenants}
          disabledReason={disabledReason}
          onInvite={invite}
          emptyAction={create}
        />
      </Stack>
      {isCreating && <CreateTenantDialog onCreated={show} onClose={() => setIsCreating(false)} />}
      {link !== undefined && <SetUpLinkDialog {...link} onClose={() => setLink(undefined)} />}
    </>
  );
}
