/** A SHA-256 (FIPS 180-4) in the making. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** The 32 bytes; no update may follow. */
  digest(): Buffer;
}

/** Hashing for the planes: whole answers are never held in memory to be hashed. */
export interface Digest {
  sha256(): RunningHash;
  /** HMAC-SHA-256 (RFC 2104), 32 bytes. */
  hmacSha256(key: Uint8Array, message: Uint8Array): Buffer;
}
