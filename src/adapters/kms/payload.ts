const paddedToBytes = 256;
const headBytes = 3;
const fieldCount = 1;
const fieldBytesMax = 0xff_ff;

/**
 * The plaintext of format mgv1: one count byte, then each field with a two-byte length, then zeros up to a multiple
 * of 256 bytes, so that the size of a ciphertext does not tell the kind of key.
 */
export function encodePayload(secret: Buffer): Buffer {
  if (secret.length > fieldBytesMax) throw new RangeError('the secret is too long to seal');
  const unpadded = headBytes + secret.length;
  const payload = Buffer.alloc(Math.ceil(unpadded / paddedToBytes) * paddedToBytes);
  payload.writeUInt8(fieldCount, 0);
  payload.writeUInt16BE(secret.length, 1);
  secret.copy(payload, headBytes);
  return payload;
}

/** A copy of the secret in the payload; undefined when it is not such a payload. */
export function decodePayload(payload: Buffer): Buffer | undefined {
  if (payload.length === 0 || payload.length % paddedToBytes !== 0) return undefined;
  if (payload.readUInt8(0) !== fieldCount) return undefined;
  const end = headBytes + payload.readUInt16BE(1);
  if (end > payload.length || payload.length - end >= paddedToBytes) return undefined;
  if (payload.subarray(end).some((byte) => byte !== 0)) return undefined;
  return Buffer.from(payload.subarray(headBytes, end));
}
