import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat, hexOf, textOf, utf8 } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { sha256 } from './sha256.ts';

/** Ed25519 verification (RFC 8032) of raw keys and signatures, supplied from outside. MUST NOT throw. */
export type Ed25519Verify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

/** A name and the key that speaks for it. */
export interface NoteKey {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), in hex. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface NoteSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** The 64-byte Ed25519 signature of the message. */
  sign(message: Uint8Array): Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A signed note (c2sp.org/signed-note), read but not yet believed. */
export interface SignedNote {
  /** Everything that is signed, the last line feed included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ed25519Type = 0x01;
const publicKeyBytes = 32;
/** Length of an Ed25519 signature. */
export const ed25519SignatureBytes = 64;
const keyIdBytes = 4;
/** Larger notes are refused before they are read. */
const noteBytesMax = 65_536;
const signaturesMax = 16;
// Unicode spaces and plus signs are what the formats around a name use as separators.
const keyName = /^[^\s\p{White_Space}\p{Cc}\p{Surrogate}+]{1,255}$/u;
/** Every leaf of a log is asked about the same name. */
let knownName: string | undefined;
const signatureLine = /^\u2014 (\S+) (\S+)$/;

/** Whether the text can be the name of a key, and so the origin of a log. */
export function isKeyName(text: string): boolean {
  if (text === knownName) return true;
  const isName = keyName.test(text);
  if (isName) knownName = text;
  return isName;
}

/** @throws AuditFormatError `bad_vkey` */
export function noteKey(name: string, publicKey: Uint8Array): NoteKey {
  return typedKey(ed25519Type, name, publicKey);
}

/**
 * The key of a signature type of c2sp.org/signed-note; the type goes into the key id, so that a signature of one type
 * never counts as one of another.
 * @throws AuditFormatError `bad_vkey`
 */
export function typedKey(type: number, name: string, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw new AuditFormatError('bad_vkey', 'not the name of a key');
  if (publicKey.length !== publicKeyBytes) {
    throw new AuditFormatError('bad_vkey', `an Ed25519 key has ${publicKeyBytes} bytes`);
  }
  const digest = sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey));
  return { name, keyId: hexOf(digest.subarray(0, keyIdBytes)), publicKey };
}

/** Verifier key: `name+hex key id+base64(0x01 ‖ public key)`. @throws AuditFormatError `bad_vkey` */
export function vkeyOf(name: string, publicKey: Uint8Array): string {
  return typedVkeyOf(ed25519Type, name, publicKey);
}

/** @throws AuditFormatError `bad_vkey` for any key type but Ed25519 and any key id but the computed one */
export function parseVkey(text: string): NoteKey {
  return parseTypedVkey(ed25519Type, text);
}

export function typedVkeyOf(type: number, name: string, publicKey: Uint8Array): string {
  const typed = concat(Uint8Array.of(type), publicKey);
  return `${name}+${typedKey(type, name, publicKey).keyId}+${encodeBase64(typed)}`;
}

/** @throws AuditFormatError `bad_vkey` for a key of another type, and for any key id but the computed one */
export function parseTypedVkey(type: number, text: string): NoteKey {
  const [name = '', keyId, ...encoded] = text.split('+');
  // Base64 itself may contain plus signs.
  const typed = decodeBase64(encoded.join('+'));
  if (typed[0] !== type) {
    throw new AuditFormatError('bad_vkey', `a key of type ${type} is needed, not ${typed[0]}`);
  }
  const key = typedKey(type, name, typed.slice(1));
  if (key.keyId !== keyId)
    throw new AuditFormatError('bad_vkey', 'the key id does not belong to the key');
  return key;
}

/** Signs a text that ends with a line feed. @throws AuditFormatError `bad_note` */
export function signNote(text: string, signer: NoteSigner): string {
  checkText(text);
  const key = noteKey(signer.name, signer.publicKey);
  return `${text}\n${formatSignature(key, signer.sign(utf8(text)))}`;
}

/** A signature line, its line feed included. */
export function formatSignature({ name, keyId }: NoteKey, signature: Uint8Array): string {
  const idBytes = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `\u2014 ${name} ${encodeBase64(concat(idBytes, signature))}\n`;
}

/**
 * Takes a note apart without believing it.
 * @throws AuditFormatError `bad_note`, `bad_base64`, `bad_utf8`
 */
export function parseNote(bytes: Uint8Array): SignedNote {
  if (bytes.length > noteBytesMax) throw new AuditFormatError('bad_note', 'the note is too long');
  const note = textOf(bytes);
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) {
    throw new AuditFormatError('bad_note', 'a note is a text, an empty line and signatures');
  }
  const text = note.slice(0, split + 1);
  checkText(text);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > signaturesMax) {
    throw new AuditFormatError('bad_note', `more than ${signaturesMax} signatures`);
  }
  return { text, signatures: lines.map(parseSignature) };
}

/**
 * Opens a note that one of the trusted keys signed. Signatures of unknown keys count for nothing; one that carries
 * a trusted key's name and id but does not verify condemns the note.
 * @returns the signed text
 * @throws AuditFormatError what `parseNote` throws, `unsigned`, `bad_signature`
 */
export function openNote(
  bytes: Uint8Array,
  keys: readonly NoteKey[],
  verify: Ed25519Verify,
): SignedNote {
  const note = parseNote(bytes);
  if (signersOf(note, keys, verify).length > 0) return note;
  const names = keys.map(({ name, keyId }) => `${name}+${keyId}`);
  throw new AuditFormatError('unsigned', `no signature of ${names.join(' or ')}`);
}

/**
 * Which of the keys signed the note.
 * @throws AuditFormatError `bad_signature` when a signature carries the name and id of one of them and is not valid
 */
export function signersOf(
  note: SignedNote,
  keys: readonly NoteKey[],
  verify: Ed25519Verify,
): NoteKey[] {
  const message = utf8(note.text);
  return keys.filter((key) => {
    const own = note.signatures.filter((one) => isOf(one, key));
    for (const { signature } of own) {
      if (signature.length !== ed25519SignatureBytes || !verify(key.publicKey, message, signature))
        throw new AuditFormatError('bad_signature', `the signature of ${key.name} is not valid`);
    }
    return own.length > 0;
  });
}

/** Whether a signature says that it is of the key. */
export function isOf(signature: NoteSignature, key: NoteKey): boolean {
  return signature.name === key.name && signature.keyId === key.keyId;
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = signatureLine.exec(line) ?? [];
  if (!isKeyName(name)) throw new AuditFormatError('bad_note', 'not a signature line');
  const bytes = decodeBase64(encoded);
  if (bytes.length <= keyIdBytes)
    throw new AuditFormatError('bad_note', 'the signature is too short');
  return { name, keyId: hexOf(bytes.subarray(0, keyIdBytes)), signature: bytes.slice(keyIdBytes) };
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new AuditFormatError('bad_note', 'the text does not end a line');
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) throw new AuditFormatError('bad_note', 'a control character');
  }
}
