import { Alert, Button, Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Info } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { asApiError } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useForm } from '../../api/use-form.ts';
import { Entrance } from '../../app/Entrance.tsx';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { setUpTokenOf } from '../set-up/set-up-token.ts';
import { JoinForm } from './JoinForm.tsx';

/** Where the link of an invitation leads. */
export function JoinPage() {
  const text = useText().users.join;
  const [token] = useState(() => setUpTokenOf(window.location.hash));
  if (token !== undefined) return <OpenedLink token={token} />;
  return (
    <Entrance title={text.title}>
      <Alert color="orange" icon={<Info size={18} />} title={text.noToken}>
        {text.noTokenText}
      </Alert>
    </Entrance>
  );
}

function OpenedLink({ token }: { readonly token: string }) {
  const text = useText().users.join;
  const { data, error, refetch } = useQuery(queries.invitation(token));
  if (data !== undefined) return <Joining token={token} invitation={data} />;
  if (error === null) {
    return (
      <Entrance title={text.title}>
        <Center mih={200}>
          <Loader aria-label={text.waiting} />
        </Center>
      </Entrance>
    );
  }
  const failure = asApiError(error);
  if (failure.code === 'invitation_invalid') return <Ended />;
  return (
    <Entrance title={text.title}>
      <ErrorNotice error={failure} onRetry={() => void refetch()} />
    </Entrance>
  );
}

function Joining({
  token,
  invitation,
}: {
  readonly token: string;
  readonly invitation: Reply<'invitation.read'>;
}): ReactNode {
  const { app, users } = useText();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({
    schema: controlEndpoints['invitation.accept'].body,
    read: (fields) => ({ ...fields, token }),
    fieldOf: { user_email_taken: 'email' },
    send: async (body) => {
      const session = await call('invitation.accept', { body });
      // Whoever was signed in here before is not any more.
      queryClient.clear();
      queryClient.setQueryData(queries.session().queryKey, session);
      // Replaces the entry of the link, so that the browser's history does not keep the token.
      await navigate({ to: '/', replace: true });
    },
  });
  if (form.answer?.code === 'invitation_invalid') return <Ended />;
  const { organisation, email, role } = invitation;
  return (
    <Entrance title={users.join.title} intro={users.join.intro(organisation, app.roles[role])}>
      <JoinForm form={form} email={email} />
    </Entrance>
  );
}

function Ended() {
  const text = useText().users.join;
  return (
    <Entrance title={text.ended} intro={text.endedText}>
      <Button component={Link} to="/sign-in" fullWidth>
        {text.toSignIn}
      </Button>
    </Entrance>
  );
}
