import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Info } from 'lucide-react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useForm } from '../../api/use-form.ts';
import { Entrance } from '../../app/Entrance.tsx';
import { useText } from '../../app/i18n/Language.tsx';
import { returnPath } from '../../app/return-path.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';

export function SignInPage() {
  const text = useText();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { return: requested } = useSearch({ from: '/sign-in' });
  const setUp = useQuery(queries.setupState());
  const form = useForm({
    schema: controlEndpoints['session.create'].body,
    send: async (body) => {
      const session = await call('session.create', { body });
      queryClient.setQueryData(queries.session().queryKey, session);
      router.history.replace(returnPath(requested));
    },
  });
  const passwordError = form.errorOf('password');

  return (
    <Entrance title={text.signIn.title}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          {setUp.data?.state === 'open' && (
            <Alert color="brand" icon={<Info size={18} />} title={text.signIn.setUpOpen}>
              {text.signIn.setUpOpenText}
            </Alert>
          )}
          {requested !== undefined && (
            <Text size="sm" c="dimmed">
              {text.signIn.signedOut}
            </Text>
          )}
          <TextInput
            name="email"
            type="email"
            label={text.signIn.email}
            autoComplete="username"
            error={form.errorOf('email')}
          />
          <PasswordInput
            name="password"
            label={text.signIn.password}
            autoComplete="current-password"
            error={passwordError}
            aria-invalid={passwordError !== undefined}
            visibilityToggleButtonProps={{ 'aria-label': text.action.showPassword }}
          />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Button type="submit" size="md" loading={form.isPending} fullWidth mt={4}>
            {text.signIn.submit}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
