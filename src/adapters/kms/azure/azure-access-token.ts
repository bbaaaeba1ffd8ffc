import { z } from 'zod';
import { BearerTokens } from '../remote/bearer-tokens.ts';
import { callService, type KmsService, readJson, unavailable } from '../remote/service-call.ts';

/** An application registered in Microsoft Entra ID. */
export interface AzureClient {
  /** Origin, e.g. `https://login.microsoftonline.com`. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** e.g. `https://vault.azure.net/.default`. */
  readonly scope: string;
}

const answer = z.object({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
  expires_in: z.coerce.number().positive(),
});

/** Access tokens by the client credentials grant (RFC 6749 section 4.4). */
export function azureAccessTokens(client: AzureClient, service: KmsService): BearerTokens {
  const url = `${client.authority}/${client.tenantId}/oauth2/v2.0/token`;
  const fetchToken = () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope: client.scope,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = Buffer.from(form.toString());
    return callService(service, { method: 'POST', url, headers, body }, (reply) => {
      if (reply.status !== 200) throw unavailable(service, `no access token, ${reply.status}`);
      const { access_token, expires_in } = readJson(answer, reply);
      return { value: access_token, lifetimeMs: expires_in * 1000 };
    });
  };
  return new BearerTokens(fetchToken, service.clock);
}
