import { Tabs, Text } from '@mantine/core';
import { useCallback } from 'react';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { curlSnippet, environmentSnippet } from '../../components/quickstart.ts';
import { SecretText } from '../../components/SecretText.tsx';
import { ShowOnceDialog } from '../../components/ShowOnceDialog.tsx';
import type { CreatedKey } from './CreateKeyDialog.tsx';

/** A new API key, and how to use it right away. The server does not keep the key. */
export function KeySecretDialog({
  issued: { secret, scope },
  onClose,
}: {
  readonly issued: CreatedKey;
  readonly onClose: () => void;
}) {
  const text = useText().apiKeys;
  return (
    <ShowOnceDialog
      secret={secret}
      words={{
        title: text.showOnce,
        warning: text.showOnceWarning,
        labels: { key: text.keyLabel },
        copied: text.iHaveCopied,
        wiped: text.wiped,
      }}
      onClose={onClose}
    >
      {scope === 'audit.read' ? (
        <Text size="sm">{text.useToRead}</Text>
      ) : (
        <HowToCall secret={secret} />
      )}
    </ShowOnceDialog>
  );
}

function HowToCall({ secret }: Pick<CreatedKey, 'secret'>) {
  const text = useText().apiKeys;
  const { gateway_url: gatewayUrl } = useSession();
  const curl = useCallback((token: string) => curlSnippet(gatewayUrl, token), [gatewayUrl]);
  const environment = useCallback(
    (token: string) => environmentSnippet(gatewayUrl, token),
    [gatewayUrl],
  );
  return (
    <Tabs defaultValue="curl" keepMounted={false}>
      <Tabs.List aria-label={text.useIt}>
        <Tabs.Tab value="curl">curl</Tabs.Tab>
        <Tabs.Tab value="environment">{text.environment}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="curl" pt="xs">
        <SecretText secret={secret} around={curl} what="curl" />
      </Tabs.Panel>
      <Tabs.Panel value="environment" pt="xs">
        <SecretText secret={secret} around={environment} what={text.environment} />
      </Tabs.Panel>
    </Tabs>
  );
}
