import { Text } from '@mantine/core';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import { ShowOnceDialog } from '../../components/ShowOnceDialog.tsx';

/** The one-time link of an invitation. The server keeps only its hash. */
export function InvitationLinkDialog({
  secret,
  email,
  expiresAt,
  onClose,
}: {
  readonly secret: HeldSecret<'link'>;
  readonly email: string;
  readonly expiresAt: string;
  readonly onClose: () => void;
}) {
  const text = useText().users;
  const formats = useFormats();
  return (
    <ShowOnceDialog
      secret={secret}
      words={{
        title: text.linkTitle(email),
        warning: text.linkWarning,
        labels: { link: text.linkLabel },
        copied: text.linkCopied,
        wiped: text.linkWiped,
      }}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {text.linkExpires(formats.exact(expiresAt))}
      </Text>
    </ShowOnceDialog>
  );
}
