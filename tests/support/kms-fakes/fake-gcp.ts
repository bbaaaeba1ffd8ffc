import { createPublicKey, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { crc32c } from '../../../src/adapters/kms/gcp/crc32c.ts';
import {
  type FakeReply,
  type FakeService,
  json,
  type SeenCall,
  startFakeService,
} from './fake-service.ts';
import { openBox, sealBox } from './sealed-box.ts';

export interface FakeGcpAccount {
  readonly clientEmail: string;
  readonly privateKeyId: string;
  /** PKCS #8 in PEM, of which only the public half is used. */
  readonly privateKey: string;
}

const aad = {
  additionalAuthenticatedData: z.base64().default(''),
  additionalAuthenticatedDataCrc32c: z.string().optional(),
};
const encrypt = z.strictObject({
  plaintext: z.base64(),
  plaintextCrc32c: z.string().optional(),
  ...aad,
});
const decrypt = z.strictObject({
  ciphertext: z.base64(),
  ciphertextCrc32c: z.string().optional(),
  ...aad,
});
const scope = 'https://www.googleapis.com/auth/cloudkms';
const keyPath =
  /^\/v1\/(projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/:]+):(encrypt|decrypt)$/;

/** Cloud KMS and its token endpoint (`/token`) on one host: verifies assertions, tokens and checksums. */
export async function startFakeGcp(
  account: FakeGcpAccount,
  names: readonly string[],
): Promise<FakeService> {
  const keys = new Map(names.map((name) => [name, randomBytes(32)]));
  const issued = new Set<string>();
  const publicKey = createPublicKey(account.privateKey);

  async function issue(call: SeenCall): Promise<FakeReply> {
    const form = new URLSearchParams(call.body.toString());
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      return json(400, { error: 'unsupported_grant_type' });
    }
    try {
      const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
        algorithms: ['RS256'],
        issuer: account.clientEmail,
        audience: `http://${call.headers['host']}/token`,
        requiredClaims: ['iat', 'exp'],
        maxTokenAge: 3600,
      });
      if (payload['scope'] !== scope || protectedHeader.kid !== account.privateKeyId) {
        return json(400, { error: 'invalid_scope' });
      }
    } catch {
      return json(400, { error: 'invalid_grant' });
    }
    const token = `ya29.${randomBytes(16).toString('base64url')}`;
    issued.add(token);
    return json(200, { access_token: token, expires_in: 3599, token_type: 'Bearer' });
  }

  return startFakeService((call) => {
    if (call.path === '/token') return issue(call);
    const bearer = call.headers['authorization']?.replace(/^Bearer /, '') ?? '';
    if (!issued.has(bearer)) return refusal(401, 'UNAUTHENTICATED');
    const [, name = '', operation] = keyPath.exec(call.path) ?? [];
    const key = keys.get(name);
    if (key === undefined) return refusal(404, 'NOT_FOUND');
    return operation === 'encrypt' ? answerEncrypt(call, name, key) : answerDecrypt(call, key);
  });
}

function answerEncrypt(call: SeenCall, name: string, key: Buffer): FakeReply {
  const body = encrypt.parse(JSON.parse(call.body.toString()));
  const plaintext = Buffer.from(body.plaintext, 'base64');
  const boundTo = Buffer.from(body.additionalAuthenticatedData, 'base64');
  if (!fits(body.plaintextCrc32c, plaintext)) return refusal(400, 'INVALID_ARGUMENT');
  if (!fits(body.additionalAuthenticatedDataCrc32c, boundTo)) {
    return refusal(400, 'INVALID_ARGUMENT');
  }
  const ciphertext = sealBox(key, plaintext, boundTo);
  return json(200, {
    name: `${name}/cryptoKeyVersions/1`,
    ciphertext: ciphertext.toString('base64'),
    ciphertextCrc32c: String(crc32c(ciphertext)),
    verifiedPlaintextCrc32c: body.plaintextCrc32c !== undefined,
    verifiedAdditionalAuthenticatedDataCrc32c: body.additionalAuthenticatedDataCrc32c !== undefined,
    protectionLevel: 'SOFTWARE',
  });
}

function answerDecrypt(call: SeenCall, key: Buffer): FakeReply {
  const body = decrypt.parse(JSON.parse(call.body.toString()));
  const ciphertext = Buffer.from(body.ciphertext, 'base64');
  const boundTo = Buffer.from(body.additionalAuthenticatedData, 'base64');
  if (!fits(body.ciphertextCrc32c, ciphertext)) return refusal(400, 'INVALID_ARGUMENT');
  if (!fits(body.additionalAuthenticatedDataCrc32c, boundTo)) {
    return refusal(400, 'INVALID_ARGUMENT');
  }
  const plaintext = openBox(key, ciphertext, boundTo);
  if (plaintext === undefined) return refusal(400, 'INVALID_ARGUMENT');
  return json(200, {
    plaintext: plaintext.toString('base64'),
    plaintextCrc32c: String(crc32c(plaintext)),
    usedPrimary: true,
    protectionLevel: 'SOFTWARE',
  });
}

function fits(checksum: string | undefined, bytes: Buffer): boolean {
  return checksum === undefined || checksum === String(crc32c(bytes));
}

function refusal(code: number, status: string): FakeReply {
  return json(code, { error: { code, status, message: 'refused' } });
}
