import { Autocomplete, TextInput } from '@mantine/core';
import { awsRegions } from '../../../../src/domain/credential/aws-region.ts';
import type { Provider } from '../../../../src/domain/credential/credential.ts';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { providerChoices } from '../../components/provider-choices.ts';
import { fieldError } from './field-error.tsx';

interface PlaceFieldsProps {
  readonly provider: Provider;
  readonly form: Form;
  /** Of the key that is being replaced. */
  readonly current?: { readonly region: string | null; readonly base_url: string | null };
}

/** Where requests with the key go: the region, where there are regions, and an address of one's own. */
export function PlaceFields({ provider, form, current }: PlaceFieldsProps) {
  const text = useText().providers;
  const { publicUrl } = providerChoices[provider];
  const baseUrlHint = publicUrl === undefined ? text.baseUrlOfRegion : text.baseUrlHint(publicUrl);
  return (
    <>
      {provider === 'bedrock' && (
        <Autocomplete
          name="region"
          label={text.region}
          description={text.regionHint}
          data={[...awsRegions]}
          maxDropdownHeight={200}
          defaultValue={current?.region ?? ''}
          error={fieldError(form, 'region')}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
        />
      )}
      <TextInput
        name="base_url"
        type="url"
        label={text.baseUrl}
        description={
          current === undefined ? baseUrlHint : `${baseUrlHint}. ${text.baseUrlRotation}`
        }
        defaultValue={current?.base_url ?? ''}
        error={fieldError(form, 'base_url')}
      />
    </>
  );
}
