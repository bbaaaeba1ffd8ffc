import { Stack } from '@mantine/core';
import type { Provider } from '../../../../src/domain/credential/credential.ts';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { providerChoices, providerNames } from '../../components/provider-choices.ts';
import { SecretInput } from '../../components/SecretInput.tsx';
import { Segments } from '../../components/Segments.tsx';
import { fieldError } from './field-error.tsx';
import type { KeyKind } from './key-parts.ts';

interface KeyFieldsProps {
  readonly provider: Provider;
  readonly kind: KeyKind;
  readonly onKind: (kind: KeyKind) => void;
  readonly form: Form;
  readonly isRotation?: boolean;
}

/** Where the key is typed: one field, or for AWS also the parts of an access key. */
export function KeyFields({ provider, kind, onKind, form, isRotation = false }: KeyFieldsProps) {
  const text = useText().providers;
  const apiKey = isRotation ? text.newKey : text.apiKey;
  return (
    <>
      {provider === 'bedrock' && (
        <Segments
          label={text.keyKind}
          choices={[
            { value: 'access_key', label: text.accessKey },
            { value: 'api_key', label: text.bedrockApiKey },
          ]}
          chosen={kind}
          onChoose={onKind}
        />
      )}
      {kind === 'access_key' ? (
        <AccessKeyFields form={form} isRotation={isRotation} />
      ) : (
        <SecretInput
          name="api_key"
          label={provider === 'bedrock' ? text.bedrockApiKey : apiKey}
          description={isRotation ? undefined : text.apiKeyHint(providerNames[provider])}
          placeholder={providerChoices[provider].keyPlaceholder}
          error={fieldError(form, 'api_key')}
          data-autofocus={isRotation || undefined}
        />
      )}
    </>
  );
}

function AccessKeyFields({
  form,
  isRotation,
}: {
  readonly form: Form;
  readonly isRotation: boolean;
}) {
  const text = useText().providers;
  return (
    <Stack gap="md">
      <SecretInput
        name="access_key_id"
        label={text.parts.access_key_id}
        placeholder="AKIA…"
        isReadable
        error={fieldError(form, 'access_key_id')}
        data-autofocus={isRotation || undefined}
      />
      <SecretInput
        name="secret_access_key"
        label={text.parts.secret_access_key}
        error={fieldError(form, 'secret_access_key')}
      />
      <SecretInput
        name="session_token"
        label={text.sessionToken}
        description={text.sessionTokenHint}
        error={fieldError(form, 'session_token')}
      />
    </Stack>
  );
}
