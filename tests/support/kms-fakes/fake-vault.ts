import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type FakeReply,
  type FakeService,
  json,
  type SeenCall,
  startFakeService,
} from './fake-service.ts';
import { openBox, sealBox } from './sealed-box.ts';

export interface FakeVaultOptions {
  readonly namespace?: string;
  /** Names of transit keys under the mount `transit`. */
  readonly keys: readonly string[];
  readonly isDerived?: boolean;
  /** Of every token that a login gives. */
  readonly leaseSeconds?: number;
  readonly login: { readonly path: string; readonly body: Readonly<Record<string, string>> };
}

export interface FakeVault extends FakeService {
  /** A token given by hand. @param ttlSeconds 0 for one without an end */
  grantToken(ttlSeconds: number): string;
  revokeTokens(): void;
  rotate(name: string): void;
}

const request = z.object({
  plaintext: z.base64().optional(),
  ciphertext: z.string().optional(),
  context: z.base64().optional(),
  input: z.base64().optional(),
  key_version: z.number().optional(),
});
const transitPath = /^\/v1\/transit\/(encrypt|decrypt|hmac|keys)\/([^/]+)$/;

type Versions = Buffer[];
type TransitRequest = z.infer<typeof request>;

/** The transit engine with derived keys, and a login. */
export async function startFakeVault(options: FakeVaultOptions): Promise<FakeVault> {
  const keys = new Map<string, Versions>(options.keys.map((name) => [name, [randomBytes(32)]]));
  const tokens = new Map<string, number>();
  const leaseSeconds = options.leaseSeconds ?? 3600;

  function grantToken(ttlSeconds: number): string {
    const token = `hvs.${randomBytes(16).toString('base64url')}`;
    tokens.set(token, ttlSeconds);
    return token;
  }

  function grant(token: string): FakeReply {
    const lease_duration = tokens.get(token) ?? 0;
    return json(200, { auth: { client_token: token, lease_duration, renewable: true } });
  }

  function respond(call: SeenCall): FakeReply {
    if (call.headers['x-vault-namespace'] !== options.namespace) return refusal(404);
    if (call.path === `/v1/auth/${options.login.path}/login`) {
      const isKnown = call.body.toString() === JSON.stringify(options.login.body);
      return isKnown ? grant(grantToken(leaseSeconds)) : refusal(400, 'invalid role or secret ID');
    }
    const token = call.headers['x-vault-token'] ?? '';
    return tokens.has(token) ? respondTo(token, call) : refusal(403, 'permission denied');
  }

  function respondTo(token: string, call: SeenCall): FakeReply {
    if (call.path === '/v1/auth/token/renew-self') return grant(token);
    if (call.path === '/v1/auth/token/lookup-self') {
      return json(200, { data: { id: token, ttl: tokens.get(token), renewable: true } });
    }
    return transit(call, keys, options.isDerived ?? true);
  }

  const service = await startFakeService(respond);
  return {
    ...service,
    grantToken,
    revokeTokens: () => tokens.clear(),
    rotate: (name) => keys.get(name)?.push(randomBytes(32)),
  };
}

function transit(
  call: SeenCall,
  keys: ReadonlyMap<string, Versions>,
  isDerived: boolean,
): FakeReply {
  const [, operation, name = ''] = transitPath.exec(call.path) ?? [];
  const versions = keys.get(name);
  if (operation === 'keys')
    return versions === undefined ? refusal(404) : state(versions, isDerived);
  if (versions === undefined) return refusal(400, 'encryption key not found');
  const body = request.parse(JSON.parse(call.body.toString()));
  if (operation === 'hmac') return hmac(versions, body);
  if (isDerived && body.context === undefined) return refusal(400, 'missing context');
  const context = Buffer.from(body.context ?? '', 'base64');
  return operation === 'encrypt'
    ? encrypt(versions, body, context)
    : decrypt(versions, body, context);
}

function state(versions: Versions, derived: boolean): FakeReply {
  const { length: latest_version } = versions;
  const data = { type: 'aes256-gcm96', derived, latest_version, min_decryption_version: 1 };
  return json(200, { data });
}

function hmac(versions: Versions, { input = '', key_version = versions.length }: TransitRequest) {
  const key = versions[key_version - 1];
  if (key === undefined) return refusal(400, 'cannot generate HMAC: version is too new');
  const digest = createHmac('sha256', key).update(Buffer.from(input, 'base64')).digest('base64');
  return json(200, { data: { hmac: `vault:v${key_version}:${digest}` } });
}

function encrypt(versions: Versions, body: TransitRequest, context: Buffer) {
  const { plaintext = '', key_version = versions.length } = body;
  const version = versions[key_version - 1];
  if (version === undefined)
    return refusal(400, 'requested version for encryption is higher than the latest key version');
  const key = derive(version, context);
  const box = sealBox(key, Buffer.from(plaintext, 'base64'), Buffer.alloc(0));
  const ciphertext = `vault:v${key_version}:${box.toString('base64')}`;
  return json(200, { data: { ciphertext, key_version } });
}

function decrypt(versions: Versions, { ciphertext = '' }: TransitRequest, context: Buffer) {
  const [, version = '', box = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
  const key = versions[Number(version) - 1];
  if (key === undefined) return refusal(400, 'invalid ciphertext: version is too new');
  const plaintext = openBox(derive(key, context), Buffer.from(box, 'base64'), Buffer.alloc(0));
  if (plaintext === undefined) return refusal(400, 'cipher: message authentication failed');
  return json(200, { data: { plaintext: plaintext.toString('base64') } });
}

function derive(key: Buffer, context: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', context, 32));
}

function refusal(status: number, ...errors: string[]): FakeReply {
  return json(status, { errors });
}
