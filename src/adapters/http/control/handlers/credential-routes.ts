import { addCredential } from '../../../../control/ai-providers/add-credential.ts';
import type { NameCredential } from '../../../../control/ai-providers/change-status.ts';
import { disableCredential } from '../../../../control/ai-providers/disable-credential.ts';
import { enableCredential } from '../../../../control/ai-providers/enable-credential.ts';
import { listCredentials } from '../../../../control/ai-providers/list-credentials.ts';
import { revokeCredential } from '../../../../control/ai-providers/revoke-credential.ts';
import { rotateCredential } from '../../../../control/ai-providers/rotate-credential.ts';
import type { Control } from '../../../../control/control.ts';
import { type ProviderKey, readProviderKey } from '../../../../domain/credential/provider-key.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { type Call, callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** AI Providers. */
export function credentialRoutes(control: Control): Route[] {
  return [
    route('credential.list', async (_, call) => ({
      credentials: await listCredentials({ by: callerOf(call) }, control),
    })),

    route('credential.add', ({ body: { api_key, base_url, provider, name } }, call) => {
      const baseUrl = base_url === '' ? undefined : base_url;
      return withKey(api_key, (key) =>
        addCredential({ by: callerOf(call), provider, name, baseUrl, key }, control),
      );
    }),

    route('credential.rotate', ({ params, body }, call) => {
      const named = credentialNamed(params.id, call);
      return withKey(body.api_key, (key) => rotateCredential({ ...named, key }, control));
    }),

    route('credential.disable', async ({ params }, call) =>
      disableCredential(credentialNamed(params.id, call), control),
    ),

    route('credential.enable', async ({ params }, call) =>
      enableCredential(credentialNamed(params.id, call), control),
    ),

    route('credential.revoke', async ({ params, body }, call) => {
      const named = credentialNamed(params.id, call);
      return revokeCredential({ ...named, confirmName: body.confirm_name }, control);
    }),
  ];
}

function credentialNamed(id: string, call: Call): NameCredential {
  if (!isId('cred', id)) throw new MonagoError('credential_not_found');
  return { by: callerOf(call), credentialId: id };
}

/** The key lives as bytes from here on, and only as long as the use case runs. */
async function withKey<T>(text: string, use: (key: ProviderKey) => Promise<T>): Promise<T> {
  const key = readProviderKey(text);
  try {
    return await use(key);
  } finally {
    if (key.isWellFormed) key.secret.wipe();
  }
}
