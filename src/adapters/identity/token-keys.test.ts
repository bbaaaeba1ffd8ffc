import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Ed25519KeyVault } from '../kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../kms/envelope-vault.ts';
import { LocalKms } from '../kms/local-kms.ts';
import { openTokenSigningKey, type TokenKeyRow, type TokenKeyStore } from './token-keys.ts';

const active = { kid: 'a', key: randomBytes(32) };
const vault = new Ed25519KeyVault(
  new EnvelopeVault(new LocalKms({ active, keys: [active] }, randomBytes), randomBytes),
  randomBytes,
);
const random = { bytes: (length: number) => randomBytes(length) };
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

function memoryStore(rows: TokenKeyRow[]): TokenKeyStore {
  return {
    list: async () => rows,
    insert: async (row) => {
      rows.push(row);
    },
  };
}

function isSigned(row: TokenKeyRow | undefined, signature: Buffer): boolean {
  if (row === undefined) return false;
  const der = Buffer.concat([spkiHead, row.publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from('message'), key, signature);
}

describe('the key that signs access tokens', () => {
  test('is made at first boot, its public half published, and opened again after', async () => {
    const rows: TokenKeyRow[] = [];
    const use = { store: memoryStore(rows), vault, random };
    const first = await openTokenSigningKey(use, 1);
    const second = await openTokenSigningKey(use, 2);
    expect(rows).toHaveLength(1);
    expect(second.kid).toBe(first.kid);
    expect(isSigned(rows[0], first.sign(Buffer.from('message')))).toBe(true);
    expect(isSigned(rows[0], second.sign(Buffer.from('message')))).toBe(true);
  });

  test('is the newest one that is not retired', async () => {
    const rows: TokenKeyRow[] = [];
    const use = { store: memoryStore(rows), vault, random };
    const { kid } = await openTokenSigningKey(use, 1);
    const [row] = rows;
    if (row === undefined) throw new Error('no key was stored');
    rows[0] = { ...row, retiredAt: 5 };
    const next = await openTokenSigningKey(use, 9);
    expect(next.kid).not.toBe(kid);
    expect((await openTokenSigningKey(use, 10)).kid).toBe(next.kid);
  });

  test('does not open under another name', async () => {
    const rows: TokenKeyRow[] = [];
    const use = { store: memoryStore(rows), vault, random };
    await openTokenSigningKey(use, 1);
    const [row] = rows;
    if (row === undefined) throw new Error('no key was stored');
    rows[0] = { ...row, kid: 'renamed' };
    await expect(openTokenSigningKey(use, 2)).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });
});
