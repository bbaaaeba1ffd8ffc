import { utf8 } from '../../../domain/audit/bytes.ts';
import { signCheckpoint } from '../../../domain/audit/checkpoint.ts';
import {
  formatSignature,
  isOf,
  type NoteKey,
  type NoteSigner,
  noteKey,
  parseNote,
} from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import { type SealedColumns, sealedOf } from '../sealed-columns.ts';
import type { Execute } from '../sql.ts';
import { type LogRef, type TreeHead, toCount } from './log-head.ts';
import { openSigningKey } from './signing-key.ts';

interface SigningKey {
  readonly signer: NoteSigner;
  /** Size of the log from which on the key signs. */
  readonly signsFrom: number;
}

/** The keys of one log. */
export interface LogKeys {
  readonly generation: number;
  readonly origin: string;
  /** Version of the newest. */
  readonly version: number;
  /** Every key there was, oldest first: what verifiers pin. */
  readonly pinned: readonly [NoteKey, ...NoteKey[]];
  /** The newest two, older first. */
  readonly signing: readonly SigningKey[];
}

interface KeyRow extends SealedColumns {
  readonly version: number;
  readonly origin: string;
  readonly public_key: Buffer;
  readonly signs_from: string | number;
}

/** A key signs together with its successor until that one is replaced, so that each is known for a while before it counts alone. */
const signingMax = 2;

const selectKeys = `SELECT version, origin, public_key, signs_from, kek_ref, wrapped_dek, nonce, ciphertext, tag
  FROM audit_log_key WHERE tenant_id = $1 AND generation = $2 ORDER BY version`;

/** @throws MonagoError what `openSigningKey` throws; `internal` for a log without a key */
export async function openLogKeys(
  vault: SigningKeyVault,
  execute: Execute,
  { tenantId, generation }: LogRef,
): Promise<LogKeys> {
  const rows = await execute<KeyRow>(selectKeys, [tenantId, generation]);
  const [first, ...newer] = rows.map((row) => noteKey(row.origin, row.public_key));
  if (first === undefined) {
    throw new MonagoError('internal', { internal: `no key for log ${generation} of ${tenantId}` });
  }
  const signing: SigningKey[] = [];
  for (const row of rows.slice(-signingMax)) {
    const name = { tenantId, origin: row.origin, version: row.version };
    const stored = { publicKey: row.public_key, sealed: sealedOf(row) };
    const signer = await openSigningKey(vault, name, stored);
    signing.push({ signer, signsFrom: toCount(row.signs_from) });
  }
  const version = rows.at(-1)?.version ?? 0;
  return { generation, origin: first.name, version, pinned: [first, ...newer], signing };
}

/** The checkpoint of a head, with the signature of each key that signs at its size. The same bytes on every node. */
export function signHead({ origin, signing }: LogKeys, { size, root }: TreeHead): string {
  const [first, ...others] = signing
    .filter(({ signsFrom }) => signsFrom <= size)
    .map(({ signer }) => signer);
  if (first === undefined) throw new MonagoError('internal', { internal: `no key of ${origin}` });
  const note = signCheckpoint({ origin, size, root }, first);
  const text = utf8(note.slice(0, note.lastIndexOf('\n\n') + 1));
  const lines = others.map((signer) =>
    formatSignature(noteKey(signer.name, signer.publicKey), signer.sign(text)),
  );
  return note + lines.join('');
}

/** Whether one of the keys signed the note. Ed25519 is deterministic: what it would sign now is what it signed then. */
export function isSignedBy({ signing }: LogKeys, note: string): boolean {
  const { text, signatures } = parseNote(utf8(note));
  return signing.some(({ signer }) => {
    const key = noteKey(signer.name, signer.publicKey);
    const own = Buffer.from(signer.sign(utf8(text)));
    return signatures.some((one) => isOf(one, key) && own.equals(one.signature));
  });
}
