import { ActionIcon, Menu, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useContext, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { useText } from '../i18n/Language.tsx';
import { useSession } from '../session.ts';
import { announceSessionEnd } from '../session-end.ts';
import { UnsavedWorkContext } from '../unsaved-work.ts';

export function AccountMenu() {
  const text = useText().app;
  const { user } = useSession();
  const leaving = useSubmission();
  const navigate = useNavigate();
  const unsaved = useContext(UnsavedWorkContext);
  const [isAsking, setAsking] = useState(false);
  const signOut = () =>
    leaving.run(async () => {
      await endSession();
      for (const giveUp of unsaved) giveUp();
      // The session is over: nothing may hold the reader back any more.
      await navigate({ to: '/sign-in', replace: true, ignoreBlocker: true });
      announceSessionEnd();
    });
  const ask = () => {
    if (unsaved.size > 0) setAsking(true);
    else signOut();
  };
  const close = () => {
    setAsking(false);
    leaving.clear();
  };
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={36}
            aria-label={text.account(user.name)}
          >
            <CircleUserRound size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
              {user.name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {user.email}
            </Text>
            <Text size="xs" c="dimmed">
              {text.roles[user.role]}
            </Text>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item leftSection={<LogOut size={16} />} onClick={ask}>
            {text.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {(isAsking || leaving.error !== undefined) && (
        <ConfirmDialog
          title={unsaved.size > 0 ? text.signOutUnsaved : text.signOut}
          consequence={unsaved.size > 0 ? text.signOutUnsavedText : text.signOutFailed}
          confirm={text.signOut}
          isPending={leaving.isPending}
          error={leaving.error}
          onConfirm={signOut}
          onClose={close}
        />
      )}
    </>
  );
}

async function endSession(): Promise<void> {
  try {
    await call('session.end');
  } catch (thrown) {
    // Being signed out already is what was asked for.
    if (!(thrown instanceof ApiError) || thrown.code !== 'signed_out') throw thrown;
  }
}
