import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';

/** As in the contract; the server decides. */
const passwordLeast = 15;

export function SetUpForm({ form }: { readonly form: Form }) {
  const text = useText();
  const [typed, setTyped] = useState(0);
  const passwordError = form.errorOf('password');
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          name="organisation"
          label={text.setUp.organisation}
          autoComplete="organization"
          error={form.errorOf('organisation')}
          data-autofocus
        />
        <TextInput
          name="name"
          label={text.setUp.name}
          autoComplete="name"
          error={form.errorOf('name')}
        />
        <TextInput
          name="email"
          type="email"
          label={text.setUp.email}
          autoComplete="username"
          error={form.errorOf('email')}
        />
        <PasswordInput
          name="password"
          label={text.setUp.password}
          description={
            <>
              {text.setUp.passwordRules}
              {typed > 0 && ` ${progress(typed, text.setUp)}.`}
            </>
          }
          autoComplete="new-password"
          error={passwordError}
          aria-invalid={passwordError !== undefined}
          onChange={(event) => setTyped(event.currentTarget.value.length)}
          visibilityToggleButtonProps={{ 'aria-label': text.action.showPassword }}
        />
        {form.error !== undefined && <ErrorNotice error={form.error} />}
        <Button type="submit" size="md" loading={form.isPending} fullWidth mt={4}>
          {text.setUp.submit}
        </Button>
      </Stack>
    </form>
  );
}

function progress(
  typed: number,
  text: { passwordEnough: string; passwordProgress(typed: number, least: number): string },
): string {
  return typed >= passwordLeast ? text.passwordEnough : text.passwordProgress(typed, passwordLeast);
}
