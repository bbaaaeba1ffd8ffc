import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type FakeReply,
  type FakeService,
  json,
  type SeenCall,
  startFakeService,
} from './fake-service.ts';
import { openBox, sealBox } from './sealed-box.ts';
import { type SigV4Account, sigV4Fault } from './verify-sigv4.ts';

const context = z.record(z.string().min(1), z.string()).default({});
const encrypt = z.object({ KeyId: z.string(), Plaintext: z.base64(), EncryptionContext: context });
const decrypt = z.object({
  KeyId: z.string().optional(),
  CiphertextBlob: z.base64(),
  EncryptionContext: context,
});
const plaintextBytesMax = 4096;

/** The key management service of one region and account: verifies signatures and really encrypts. */
export function startFakeAws(
  account: Omit<SigV4Account, 'service'>,
  arns: readonly string[],
): Promise<FakeService> {
  const keys = new Map(arns.map((arn) => [arn, randomBytes(32)]));
  return startFakeService((call) => {
    const fault = sigV4Fault(call, { ...account, service: 'kms' });
    if (fault !== undefined) return refusal(fault);
    if (call.headers['content-type'] !== 'application/x-amz-json-1.1') {
      return refusal('SerializationException');
    }
    switch (call.headers['x-amz-target']) {
      case 'TrentService.Encrypt':
        return answerEncrypt(call, keys);
      case 'TrentService.Decrypt':
        return answerDecrypt(call, keys);
      default:
        return refusal('UnknownOperationException');
    }
  });
}

function answerEncrypt(call: SeenCall, keys: ReadonlyMap<string, Buffer>): FakeReply {
  const { KeyId, Plaintext, EncryptionContext } = encrypt.parse(JSON.parse(call.body.toString()));
  const key = keys.get(KeyId);
  if (key === undefined) return refusal('NotFoundException');
  const plaintext = Buffer.from(Plaintext, 'base64');
  if (plaintext.length > plaintextBytesMax) return refusal('ValidationException');
  const box = sealBox(key, plaintext, canonical(EncryptionContext));
  // Like the real one, the ciphertext names the key that made it.
  const blob = Buffer.concat([Buffer.of(KeyId.length), Buffer.from(KeyId), box]);
  return json(200, {
    CiphertextBlob: blob.toString('base64'),
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    KeyId,
  });
}

function answerDecrypt(call: SeenCall, keys: ReadonlyMap<string, Buffer>): FakeReply {
  const body = decrypt.parse(JSON.parse(call.body.toString()));
  const blob = Buffer.from(body.CiphertextBlob, 'base64');
  const from = 1 + (blob[0] ?? 0);
  const madeBy = blob.toString('latin1', 1, from);
  const key = keys.get(madeBy);
  if (key === undefined) return refusal('InvalidCiphertextException');
  if (body.KeyId !== undefined && body.KeyId !== madeBy) return refusal('IncorrectKeyException');
  const plaintext = openBox(key, blob.subarray(from), canonical(body.EncryptionContext));
  if (plaintext === undefined) return refusal('InvalidCiphertextException');
  return json(200, {
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    KeyId: madeBy,
    Plaintext: plaintext.toString('base64'),
  });
}

/** The order of the pairs does not matter. */
function canonical(pairs: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function refusal(code: string): FakeReply {
  return json(400, { __type: `com.amazonaws.kms#${code}`, message: 'refused' });
}
