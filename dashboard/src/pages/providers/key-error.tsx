import type { ReactNode } from 'react';
import type { Form } from '../../api/use-form.ts';
import type { FieldErrors } from '../../api/validation.ts';
import { ProviderDetail } from '../../components/ErrorNotice.tsx';

/** A pasted key is never trimmed in silence: what is stored must be what was shown. */
export function keyComplaints(
  { api_key: key = '' }: Readonly<Record<string, string>>,
  text: { readonly keyWhitespace: string },
): FieldErrors {
  return key === key.trim() ? {} : { api_key: text.keyWhitespace };
}

/** The error below the key field, with the provider's own words on a line of its own. */
export function keyErrorOf(form: Form): ReactNode {
  const message = form.errorOf('api_key');
  if (message === undefined) return undefined;
  return (
    <>
      {message}
      {form.answer?.providerDetail !== undefined && (
        <>
          <br />
          <ProviderDetail error={form.answer} />
        </>
      )}
    </>
  );
}
