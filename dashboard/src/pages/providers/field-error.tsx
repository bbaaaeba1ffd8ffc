import type { ReactNode } from 'react';
import type { Form } from '../../api/use-form.ts';
import { ProviderDetail } from '../../components/ErrorNotice.tsx';

/** The error below a field, with the provider's own words on a line of its own. */
export function fieldError(form: Form, field: string): ReactNode {
  const message = form.errorOf(field);
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
