import { Alert, Button, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Info } from 'lucide-react';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useForm } from '../../api/use-form.ts';
import { Entrance } from '../../app/Entrance.tsx';
import { useText } from '../../app/i18n/Language.tsx';
import { SetUpForm } from './SetUpForm.tsx';
import { setUpTokenOf } from './set-up-token.ts';

/** Creates the organisation and its first administrator with the one-time link. */
export function SetUpPage() {
  const text = useText().setUp;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const state = useQuery(queries.setupState());
  const [token] = useState(() => setUpTokenOf(window.location.hash));
  const form = useForm({
    schema: controlEndpoints['setup.complete'].body,
    read: (fields) => ({ ...fields, token }),
    send: async (body) => {
      const session = await call('setup.complete', { body });
      queryClient.setQueryData(queries.session().queryKey, session);
      // Replaces the entry of the link, so that the browser's history does not keep the token.
      await navigate({ to: '/', replace: true });
    },
  });

  if (state.data?.state === 'done') {
    return (
      <Entrance title={text.done} intro={text.doneText}>
        <Button component={Link} to="/sign-in" fullWidth>
          {text.toSignIn}
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance title={text.title} intro={text.intro}>
      {token === undefined ? (
        <Alert color="orange" icon={<Info size={18} />} title={text.noToken}>
          {text.noTokenText}
        </Alert>
      ) : (
        <Stack>
          <SetUpForm form={form} />
        </Stack>
      )}
    </Entrance>
  );
}
