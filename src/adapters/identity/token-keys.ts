import { type SealedSecret, tokenKeyContext } from '../../domain/credential/envelope.ts';
import type { Random } from '../../ports/random.ts';
import type { SigningKeyVault } from '../../ports/signing-key-vault.ts';
import type { TokenSigningKey } from './jwt-issuer.ts';

/** One row of the table `token_signing_key`. Times are milliseconds since the epoch. */
export interface TokenKeyRow {
  readonly kid: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
  readonly sealed: SealedSecret;
  readonly createdAt: number;
  readonly retiredAt: number | undefined;
}

export interface TokenKeyStore {
  list(): Promise<readonly TokenKeyRow[]>;
  /** MUST be durable, and known to this node's directory, when it resolves. */
  insert(row: TokenKeyRow): Promise<void>;
}

export interface TokenKeysUse {
  readonly store: TokenKeyStore;
  readonly vault: SigningKeyVault;
  readonly random: Pick<Random, 'bytes'>;
}

/**
 * The key that signs access tokens: the newest that is not retired, made at first boot. Two first boots at once make
 * two keys, and both are valid.
 * @param now milliseconds since the epoch
 * @throws MonagoError `credential_unreadable` | `kms_unavailable`
 */
export async function openTokenSigningKey(
  { store, vault, random }: TokenKeysUse,
  now: number,
): Promise<TokenSigningKey> {
  const [newest] = (await store.list())
    .filter(({ retiredAt }) => retiredAt === undefined)
    .sort((a, b) => b.createdAt - a.createdAt);
  if (newest !== undefined) {
    return { kid: newest.kid, sign: await vault.open(newest.sealed, tokenKeyContext(newest.kid)) };
  }
  const kid = random.bytes(9).toString('base64url');
  const { publicKey, sealed, sign } = await vault.create(tokenKeyContext(kid));
  await store.insert({ kid, publicKey, sealed, createdAt: now, retiredAt: undefined });
  return { kid, sign };
}
