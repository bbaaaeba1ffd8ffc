import type { z } from 'zod';
import type { newCredentialSchema, rotationSchema } from '../../../../contract/credential-input.ts';
import type { CredentialView } from '../../../../contract/schemas.ts';
import { addCredential } from '../../../../control/ai-providers/add-credential.ts';
import type { NameCredential } from '../../../../control/ai-providers/change-status.ts';
import { disableCredential } from '../../../../control/ai-providers/disable-credential.ts';
import { enableCredential } from '../../../../control/ai-providers/enable-credential.ts';
import { listCredentials } from '../../../../control/ai-providers/list-credentials.ts';
import { revokeCredential } from '../../../../control/ai-providers/revoke-credential.ts';
import { rotateCredential } from '../../../../control/ai-providers/rotate-credential.ts';
import type { Control } from '../../../../control/control.ts';
import type { TypedKey } from '../../../../domain/credential/typed-key.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { type Call, callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

type NewCredential = z.output<typeof newCredentialSchema>;
type Rotation = z.output<typeof rotationSchema>;
interface Named {
  readonly params: { readonly id: string };
}

/** AI Providers. */
export function credentialRoutes(control: Control): Route[] {
  const answers = credentialAnswers(control);
  return [
    route('credential.list', answers.list),
    route('credential.add', answers.add),
    route('credential.rotate', answers.rotate),
    route('credential.disable', answers.disable),
    route('credential.enable', answers.enable),
    route('credential.revoke', answers.revoke),
  ];
}

/** The platform's own keys: they are credentials of the tenant that the operator is signed in to. */
export function platformCredentialRoutes(control: Control): Route[] {
  const answers = credentialAnswers(control);
  return [
    route('platform_credential.list', answers.list),
    route('platform_credential.add', answers.add),
    route('platform_credential.rotate', answers.rotate),
    route('platform_credential.disable', answers.disable),
    route('platform_credential.enable', answers.enable),
    route('platform_credential.revoke', answers.revoke),
  ];
}

function credentialAnswers(control: Control) {
  return {
    list: async (_: unknown, call: Call) => ({
      credentials: await listCredentials({ by: callerOf(call) }, control),
    }),

    add: ({ body }: { readonly body: NewCredential }, call: Call): Promise<CredentialView> => {
      const { provider, name, region, base_url } = body;
      const baseUrl = base_url === '' ? undefined : base_url;
      const typed = typedKeyOf(body);
      return addCredential({ by: callerOf(call), provider, name, typed, region, baseUrl }, control);
    },

    rotate: async ({ params, body }: Named & { readonly body: Rotation }, call: Call) => {
      const { region, base_url: baseUrl } = body;
      const typed = typedKeyOf(body);
      return rotateCredential(
        { ...credentialNamed(params, call), typed, region, baseUrl },
        control,
      );
    },

    disable: async ({ params }: Named, call: Call) =>
      disableCredential(credentialNamed(params, call), control),

    enable: async ({ params }: Named, call: Call) =>
      enableCredential(credentialNamed(params, call), control),

    revoke: async (
      { params, body }: Named & { readonly body: { readonly confirm_name: string } },
      call: Call,
    ) => {
      const named = credentialNamed(params, call);
      return revokeCredential({ ...named, confirmName: body.confirm_name }, control);
    },
  };
}

function credentialNamed({ id }: Named['params'], call: Call): NameCredential {
  if (!isId('cred', id)) throw new MonagoError('credential_not_found');
  return { by: callerOf(call), credentialId: id };
}

/** The schema has seen to it that one kind of key is there as a whole. */
function typedKeyOf(body: Rotation): TypedKey {
  const { api_key, access_key_id = '', secret_access_key = '', session_token } = body;
  if (api_key !== undefined) return { kind: 'api_key', apiKey: api_key };
  return {
    kind: 'access_key',
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    sessionToken: session_token,
  };
}
