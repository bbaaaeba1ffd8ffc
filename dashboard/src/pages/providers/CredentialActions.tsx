import { Menu } from '@mantine/core';
import { Pause, Play, RefreshCw, Trash2 } from 'lucide-react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { RowMenu } from '../../components/RowMenu.tsx';

export type CredentialAction = 'rotate' | 'disable' | 'enable' | 'revoke';

/** What can be done with one credential. */
export function CredentialActions({
  credential,
  disabledReason,
  onAction,
}: {
  readonly credential: CredentialView;
  readonly disabledReason: string | undefined;
  readonly onAction: (action: CredentialAction, credential: CredentialView) => void;
}) {
  const text = useText();
  const reason =
    disabledReason ?? (credential.status === 'revoked' ? text.providers.noActions : undefined);
  const act = (action: CredentialAction) => () => onAction(action, credential);
  const isActive = credential.status === 'active';
  return (
    <RowMenu label={text.action.actionsFor(credential.name)} disabledReason={reason}>
      <Menu.Item leftSection={<RefreshCw size={15} />} onClick={act('rotate')}>
        {text.providers.rotate}
      </Menu.Item>
      <Menu.Item
        leftSection={isActive ? <Pause size={15} /> : <Play size={15} />}
        onClick={act(isActive ? 'disable' : 'enable')}
      >
        {isActive ? text.providers.disable : text.providers.enable}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        c="var(--mantine-color-error)"
        leftSection={<Trash2 size={15} />}
        onClick={act('revoke')}
      >
        {text.providers.revoke}
      </Menu.Item>
    </RowMenu>
  );
}
