import { concat, utf8 } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import {
  type Ed25519Verify,
  ed25519SignatureBytes,
  formatSignature,
  isOf,
  type NoteKey,
  type NoteSigner,
  parseTypedVkey,
  type SignedNote,
  typedKey,
  typedVkeyOf,
} from './signed-note.ts';

/** Ed25519 cosignatures (c2sp.org/tlog-cosignature); the key id of a witness is computed with this type. */
const cosignatureType = 0x04;
const timeBytes = 8;

/** The key of a witness. */
export interface WitnessKey extends NoteKey {
  readonly type: 'cosignature/v1';
}

/** A witness's word that this was the largest consistent tree it had seen of the log at that time. */
export interface Cosignature {
  readonly key: WitnessKey;
  /** Seconds since the epoch. */
  readonly time: number;
}

/** @throws AuditFormatError `bad_vkey` for any key type but 0x04 and any key id but the computed one */
export function parseWitnessVkey(text: string): WitnessKey {
  return { ...parseTypedVkey(cosignatureType, text), type: 'cosignature/v1' };
}

/** `name+hex key id+base64(0x04 ‖ public key)`. @throws AuditFormatError `bad_vkey` */
export function witnessVkeyOf(name: string, publicKey: Uint8Array): string {
  return typedVkeyOf(cosignatureType, name, publicKey);
}

/**
 * The line that a witness adds to a checkpoint, its line feed included.
 * @param noteText what the log signed, the last line feed included
 * @param timeSeconds seconds since the epoch
 */
export function signCosignature(noteText: string, timeSeconds: number, signer: NoteSigner): string {
  if (!Number.isSafeInteger(timeSeconds) || timeSeconds < 0) {
    throw new AuditFormatError('bad_note', 'the time of a cosignature is in whole seconds');
  }
  const key = typedKey(cosignatureType, signer.name, signer.publicKey);
  const time = new Uint8Array(timeBytes);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  return formatSignature(key, concat(time, signer.sign(signedMessage(noteText, timeSeconds))));
}

/**
 * The newest cosignature of the witness on the note; undefined when there is none. One that carries the name and id of
 * the witness and is not valid condemns the note.
 * @throws AuditFormatError `bad_signature`
 */
export function verifyCosignature(
  note: SignedNote,
  key: WitnessKey,
  verify: Ed25519Verify,
): Cosignature | undefined {
  const times = note.signatures
    .filter((signature) => isOf(signature, key))
    .map(({ signature }) =>
      timeOf(note.text, signature, (message, ed25519) => verify(key.publicKey, message, ed25519)),
    );
  if (times.includes(undefined)) {
    throw new AuditFormatError('bad_signature', `the cosignature of ${key.name} is not valid`);
  }
  const newest = times.reduce<number>((left, right) => Math.max(left, right ?? -1), -1);
  return newest < 0 ? undefined : { key, time: newest };
}

function timeOf(
  text: string,
  signature: Uint8Array,
  isValid: (message: Uint8Array, ed25519: Uint8Array) => boolean,
): number | undefined {
  if (signature.length !== timeBytes + ed25519SignatureBytes) return undefined;
  const view = new DataView(signature.buffer, signature.byteOffset, timeBytes);
  const time = Number(view.getBigUint64(0));
  // Beyond exact integers the message could not be rebuilt; no clock shows such a time.
  if (!Number.isSafeInteger(time)) return undefined;
  return isValid(signedMessage(text, time), signature.subarray(timeBytes)) ? time : undefined;
}

function signedMessage(noteText: string, timeSeconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${noteText}`);
}
