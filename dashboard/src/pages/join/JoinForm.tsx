import { Button, Stack, TextInput } from '@mantine/core';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { NewPasswordInput } from '../../components/NewPasswordInput.tsx';

export function JoinForm({ form, email }: { readonly form: Form; readonly email: string }) {
  const text = useText().users.join;
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={text.email}
          description={text.emailHint}
          type="email"
          value={email}
          readOnly
          variant="filled"
          autoComplete="username"
          error={form.errorOf('email')}
        />
        <TextInput
          name="name"
          label={text.name}
          autoComplete="name"
          error={form.errorOf('name')}
          data-autofocus
        />
        <NewPasswordInput error={form.errorOf('password')} />
        {form.error !== undefined && <ErrorNotice error={form.error} />}
        <Button type="submit" size="md" loading={form.isPending} fullWidth mt={4}>
          {text.submit}
        </Button>
      </Stack>
    </form>
  );
}
