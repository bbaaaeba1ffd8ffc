import {
  constants,
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';
import {
  type FakeReply,
  type FakeService,
  json,
  type SeenCall,
  startFakeService,
} from './fake-service.ts';

export interface FakeAzureClient {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

const operationBody = z.object({ alg: z.literal('RSA-OAEP-256'), value: z.base64url() });
const path = /^\/keys\/([^/]+)\/([^/?]+)(?:\/(wrapkey|unwrapkey))?\?api-version=7\.\d$/;
type RsaPair = KeyPairKeyObjectResult;

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** A key vault and its token endpoint on one host. `keys` are `name/version`. */
export function startFakeAzure(
  client: FakeAzureClient,
  keys: readonly string[],
): Promise<FakeService> {
  const pairs = new Map(
    keys.map((key) => [key, generateKeyPairSync('rsa', { modulusLength: 2048 })]),
  );
  const issued = new Set<string>();

  function issue(call: SeenCall): FakeReply {
    const form = new URLSearchParams(call.body.toString());
    const isKnown =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === client.clientId &&
      form.get('client_secret') === client.clientSecret &&
      form.get('scope') === client.scope;
    if (!isKnown) return json(401, { error: 'invalid_client' });
    const token = `eyJ.${randomBytes(16).toString('base64url')}`;
    issued.add(token);
    return json(200, { access_token: token, expires_in: 3599, token_type: 'Bearer' });
  }

  return startFakeService((call) => {
    if (call.path === `/${client.tenantId}/oauth2/v2.0/token`) return issue(call);
    const bearer = call.headers['authorization']?.replace(/^Bearer /, '') ?? '';
    return issued.has(bearer) ? operate(call, pairs) : challenge(call, client);
  });
}

function operate(call: SeenCall, pairs: ReadonlyMap<string, RsaPair>): FakeReply {
  const [, name, version, operation] = path.exec(decodeURIComponent(call.path)) ?? [];
  const pair = pairs.get(`${name}/${version}`);
  if (pair === undefined) return refusal(404, 'KeyNotFound');
  const kid = `http://${call.headers['host']}/keys/${name}/${version}`;
  if (operation === undefined) {
    const key = {
      kid,
      ...pair.publicKey.export({ format: 'jwk' }),
      key_ops: ['wrapKey', 'unwrapKey'],
    };
    return json(200, { key, attributes: { enabled: true, created: 1_760_000_000 } });
  }
  const { value } = operationBody.parse(JSON.parse(call.body.toString()));
  try {
    const result = transform(operation, pair, Buffer.from(value, 'base64url'));
    return json(200, { kid, value: result.toString('base64url') });
  } catch {
    return refusal(400, 'BadParameter');
  }
}

function transform(operation: string, pair: RsaPair, value: Buffer): Buffer {
  return operation === 'wrapkey'
    ? publicEncrypt({ key: pair.publicKey, ...oaep }, value)
    : privateDecrypt({ key: pair.privateKey, ...oaep }, value);
}

/** Tells a client that came without a token where to get one. */
function challenge(call: SeenCall, { tenantId, scope }: FakeAzureClient): FakeReply {
  const authority = `http://${call.headers['host']}/${tenantId}`;
  const resource = scope.replace('/.default', '');
  const wanted = `Bearer authorization="${authority}", resource="${resource}"`;
  return { ...refusal(401, 'Unauthorized'), headers: { 'www-authenticate': wanted } };
}

function refusal(status: number, code: string): FakeReply {
  return json(status, { error: { code, message: 'refused' } });
}
