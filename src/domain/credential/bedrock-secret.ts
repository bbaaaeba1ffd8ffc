import { MonagoError } from '../errors.ts';
import { type ProviderKey, readProviderKey } from './provider-key.ts';
import { Secret } from './secret.ts';

/** What an administrator typed for Bedrock. The region is no secret: it is part of the destination. */
export type TypedBedrockSecret =
  | {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    }
  | { readonly apiKey: string };

/** The parts of a stored secret, as views of its bytes: they are gone when it is wiped. */
export type BedrockSecret =
  | {
      readonly kind: 'access_key';
      readonly accessKeyId: Buffer;
      readonly secretAccessKey: Buffer;
      readonly sessionToken: Buffer | undefined;
    }
  | { readonly kind: 'api_key'; readonly apiKey: Buffer };

const accessKeyTag = 1;
const apiKeyTag = 2;
const lengthBytes = 2;
const visibleAscii = /^[\x21-\x7e]+$/;
const charactersMax = { secretAccessKey: 512, sessionToken: 8_192 } as const;

/**
 * Reads what was typed into one secret: a tag byte (1 access key, 2 API key), then each field after its length in two
 * bytes, big-endian. An access key has three fields, the last of them empty without a session token.
 */
export function readBedrockSecret(typed: TypedBedrockSecret): ProviderKey {
  if ('apiKey' in typed) return readApiKey(typed.apiKey);
  const { accessKeyId, secretAccessKey, sessionToken = '' } = typed;
  const because =
    accessKeyIdFault(accessKeyId, sessionToken) ??
    fieldFault('secret access key', secretAccessKey, charactersMax.secretAccessKey) ??
    (sessionToken === ''
      ? undefined
      : fieldFault('session token', sessionToken, charactersMax.sessionToken));
  if (because !== undefined) return { isWellFormed: false, because };
  return {
    isWellFormed: true,
    secret: encode(accessKeyTag, [accessKeyId, secretAccessKey, sessionToken]),
    last4: accessKeyId.slice(-4),
  };
}

/**
 * The fields of a stored secret.
 * @throws MonagoError `credential_unreadable` for bytes that `readBedrockSecret` did not make
 */
export function decodeBedrockSecret(bytes: Buffer): BedrockSecret {
  const [first, second, third, ...more] = fieldsOf(bytes);
  if (first === undefined || first.length === 0 || more.length > 0) throw unreadable();
  if (bytes[0] === apiKeyTag && second === undefined) return { kind: 'api_key', apiKey: first };
  if (bytes[0] !== accessKeyTag || second === undefined || third === undefined) throw unreadable();
  return {
    kind: 'access_key',
    accessKeyId: first,
    secretAccessKey: second,
    sessionToken: third.length === 0 ? undefined : third,
  };
}

function readApiKey(text: string): ProviderKey {
  const read = readProviderKey(text);
  if (!read.isWellFormed) return read;
  read.secret.wipe();
  return { isWellFormed: true, secret: encode(apiKeyTag, [text]), last4: read.last4 };
}

function encode(tag: number, fields: readonly string[]): Secret {
  const length = fields.reduce((sum, field) => sum + lengthBytes + field.length, 1);
  // Slow: memory of its own, not a slice of the shared pool, so that zeroing it leaves no copy behind.
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = bytes.writeUInt8(tag, 0);
  for (const field of fields) {
    at = bytes.writeUInt16BE(field.length, at);
    at += bytes.write(field, at, 'latin1');
  }
  return new Secret(bytes);
}

function fieldsOf(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let at = 1;
  while (at < bytes.length) {
    if (at + lengthBytes > bytes.length) throw unreadable();
    const end = at + lengthBytes + bytes.readUInt16BE(at);
    if (end > bytes.length) throw unreadable();
    fields.push(bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  return fields;
}

// The id stands in a header between slashes and commas, so only letters and digits may be in it.
function accessKeyIdFault(id: string, sessionToken: string): string | undefined {
  const fault = fieldFault('access key id', id, 128);
  if (fault !== undefined) return fault;
  if (!/^\w{16,}$/.test(id)) {
    return 'Invalid API key: the access key id has 16 to 128 letters and digits.';
  }
  return id.startsWith('ASIA') && sessionToken === ''
    ? 'Invalid API key: a temporary access key (ASIA…) needs its session token.'
    : undefined;
}

function fieldFault(field: string, text: string, max: number): string | undefined {
  if (text !== text.trim()) {
    return `Invalid API key: the ${field} begins or ends with a blank or a line break. Paste it without.`;
  }
  if (text.length < 16) return `Invalid API key: the ${field} is shorter than 16 characters.`;
  if (text.length > max) return `Invalid API key: the ${field} is longer than ${max} characters.`;
  return visibleAscii.test(text)
    ? undefined
    : `Invalid API key: the ${field} has a character that cannot be in it.`;
}

function unreadable(): MonagoError {
  return new MonagoError('credential_unreadable', {
    internal: 'not the encoding of a Bedrock key',
  });
}
