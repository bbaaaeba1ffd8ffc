import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useLanguage, useText } from '../app/i18n/Language.tsx';

/** What an error says to a person, in their language. */
export function useErrorMessage(): (error: ApiError) => string {
  const { language } = useLanguage();
  return (error) => {
    if (error.code === 'unreachable') return language.text.state.unreachable;
    const message = language.errorMessage(error.code);
    if (error.detail === undefined) return message;
    // The server's precise words are English; in another language they follow the translated sentence.
    return language.code === 'en' ? error.detail : `${message} (${error.detail})`;
  };
}

/** The provider's own words below a validation error. */
export function ProviderDetail({ error }: { readonly error: ApiError }) {
  const text = useText().state;
  if (error.providerDetail === undefined) return null;
  return (
    <>
      {text.providerDetail} {error.providerDetail}
    </>
  );
}

/** An error of a form or of a whole table, inline, with what helps support to find it. */
export function ErrorNotice({
  error,
  title,
  onRetry,
}: {
  readonly error: ApiError;
  readonly title?: string;
  readonly onRetry?: () => void;
}) {
  const text = useText();
  const messageOf = useErrorMessage();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<CircleAlert size={18} />}
      title={title ?? text.state.formFailed}
    >
      <Stack gap={6} align="flex-start">
        <Text size="sm">{messageOf(error)}</Text>
        {error.providerDetail !== undefined && (
          <Text size="sm">
            <ProviderDetail error={error} />
          </Text>
        )}
        <Reference error={error} />
        {onRetry !== undefined && (
          <Group mt={4}>
            <Button size="xs" variant="default" onClick={onRetry}>
              {text.action.retry}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Reference({ error }: { readonly error: ApiError }): ReactNode {
  const text = useText().state;
  if (error.auditId !== undefined) return <Fine>{text.auditEntry(error.auditId)}</Fine>;
  if (error.requestId !== undefined) return <Fine>{text.requestId(error.requestId)}</Fine>;
  return null;
}

function Fine({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}
