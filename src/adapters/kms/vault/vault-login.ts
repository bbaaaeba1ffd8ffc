import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type BearerToken, BearerTokens } from '../remote/bearer-tokens.ts';
import { callService, type KmsService, readJson, unavailable } from '../remote/service-call.ts';

/** How Monago proves who it is to OpenBao or Vault. */
export type VaultCredentials =
  | { readonly method: 'token'; readonly token: string }
  | {
      readonly method: 'approle';
      readonly mount: string;
      readonly roleId: string;
      readonly secretId: string;
    }
  | {
      readonly method: 'kubernetes';
      readonly mount: string;
      readonly role: string;
      /** The service account's token; read at each login, because the cluster replaces it. */
      readonly tokenFile: string;
    };

export interface VaultSite {
  /** Origin. */
  readonly address: string;
  readonly namespace?: string;
  readonly credentials: VaultCredentials;
}

const login = z.object({
  auth: z.object({ client_token: z.string().min(1), lease_duration: z.number().nonnegative() }),
});
const lookup = z.object({ data: z.object({ ttl: z.number().nonnegative() }) });
const timerMsMax = 2 ** 31 - 1;
const retryMs = 5_000;

export function vaultHeaders({ namespace }: VaultSite, token?: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-vault-request': 'true',
    ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    ...(token === undefined ? {} : { 'x-vault-token': token }),
  };
}

/**
 * The client token, renewed at half of its lease also when nobody asks for it, because a token that has expired cannot be
 * renewed; where renewing no longer helps, a new login.
 */
export class VaultTokens {
  readonly tokens: BearerTokens;
  readonly #site: VaultSite;
  readonly #service: KmsService;
  #fullLeaseMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(site: VaultSite, service: KmsService) {
    this.#site = site;
    this.#service = service;
    this.tokens = new BearerTokens(async (current) => {
      const token = await this.#obtain(current);
      this.#keepAlive(token.lifetimeMs / 2);
      return token;
    }, service.clock);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #keepAlive(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || afterMs === Number.POSITIVE_INFINITY) return;
    const again = () => {
      // Whoever needs the token meanwhile gets the error; here it only means another try.
      this.tokens.refresh().catch(() => this.#keepAlive(retryMs));
    };
    this.#timer = setTimeout(again, Math.min(afterMs, timerMsMax)).unref();
  }

  async #obtain(current: string | undefined): Promise<BearerToken> {
    const renewed = current === undefined ? undefined : await this.#renew(current);
    // Near its maximum lifetime a token is renewed for less and less.
    if (renewed !== undefined && renewed.lifetimeMs * 2 >= this.#fullLeaseMs) return renewed;
    const { credentials } = this.#site;
    const fresh =
      credentials.method === 'token'
        ? (renewed ?? (await this.#lookup(credentials.token)))
        : await this.#login(credentials);
    this.#fullLeaseMs = Math.max(this.#fullLeaseMs, fresh.lifetimeMs);
    return fresh;
  }

  /** Undefined when the token cannot be renewed. */
  #renew(token: string): Promise<BearerToken | undefined> {
    return this.#post('auth/token/renew-self', { token }, (reply) =>
      reply.status === 200 ? tokenOf(readJson(login, reply).auth) : undefined,
    );
  }

  #lookup(token: string): Promise<BearerToken> {
    const url = `${this.#site.address}/v1/auth/token/lookup-self`;
    const headers = vaultHeaders(this.#site, token);
    return callService(this.#service, { method: 'GET', url, headers, body: undefined }, (reply) => {
      if (reply.status !== 200) throw this.#refused(reply.status);
      const { ttl } = readJson(lookup, reply).data;
      return tokenOf({ client_token: token, lease_duration: ttl });
    });
  }

  async #login(credentials: Exclude<VaultCredentials, { method: 'token' }>): Promise<BearerToken> {
    const body =
      credentials.method === 'approle'
        ? { role_id: credentials.roleId, secret_id: credentials.secretId }
        : { role: credentials.role, jwt: await this.#serviceAccountToken(credentials.tokenFile) };
    return this.#post(`auth/${credentials.mount}/login`, { body }, (reply) => {
      if (reply.status !== 200) throw this.#refused(reply.status);
      return tokenOf(readJson(login, reply).auth);
    });
  }

  async #serviceAccountToken(path: string): Promise<string> {
    try {
      return (await readFile(path, 'utf8')).trim();
    } catch {
      throw unavailable(this.#service, `${path} cannot be read`);
    }
  }

  #post<T>(
    path: string,
    { token, body = {} }: { token?: string; body?: Readonly<Record<string, string>> },
    read: Parameters<typeof callService<T>>[2],
  ): Promise<T> {
    const call = {
      method: 'POST',
      url: `${this.#site.address}/v1/${path}`,
      headers: vaultHeaders(this.#site, token),
      body: Buffer.from(JSON.stringify(body)),
    } as const;
    return callService(this.#service, call, read);
  }

  #refused(status: number): Error {
    return unavailable(this.#service, `login refused, status ${status}`);
  }
}

/** A lease of 0 never ends: that is how root tokens are shown. */
function tokenOf(auth: z.infer<typeof login>['auth']): BearerToken {
  const { client_token: value, lease_duration: seconds } = auth;
  return { value, lifetimeMs: seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000 };
}
