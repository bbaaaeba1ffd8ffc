/** Password hashing (argon2id, RFC 9106), bounded in how many run at once. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes as long for `undefined` (no such user) as for a wrong password. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
