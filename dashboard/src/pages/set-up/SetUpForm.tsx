import { Button, Stack, TextInput } from '@mantine/core';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { NewPasswordInput } from '../../components/NewPasswordInput.tsx';

export function SetUpForm({ form }: { readonly form: Form }) {
  const text = useText();
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
        <NewPasswordInput error={form.errorOf('password')} />
        {form.error !== undefined && <ErrorNotice error={form.error} />}
        <Button type="submit" size="md" loading={form.isPending} fullWidth mt={4}>
          {text.setUp.submit}
        </Button>
      </Stack>
    </form>
  );
}
