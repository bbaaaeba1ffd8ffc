import { randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBase64, encodeBase64 } from '../../domain/audit/base64.ts';
import { concat } from '../../domain/audit/bytes.ts';
import { witnessVkeyOf } from '../../domain/audit/cosignature.ts';
import { isKeyName, type NoteSigner } from '../../domain/audit/signed-note.ts';
import { replaceFile } from './durable-file.ts';
import { ed25519Signer } from './ed25519.ts';
import { WitnessSetupError } from './witness-setup-error.ts';

export interface WitnessIdentity {
  readonly signer: NoteSigner;
  /** What goes into the policies of those who trust this witness. */
  readonly vkey: string;
}

const cosignatureType = 0x04;
const seedBytes = 32;
const keyFile = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)\n$/;

/**
 * The key of the witness in this directory, made at the first start. One line, as Go's `note` package writes private keys,
 * with the type of a cosignature.
 * @param name needed at the first start only
 * @throws WitnessSetupError
 */
export async function openWitnessKey(
  directory: string,
  name: string | undefined,
): Promise<WitnessIdentity> {
  const path = join(directory, 'key');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return makeKey(path, name);
  const identity = parseKey(text);
  if (identity === undefined) throw new WitnessSetupError(`${path} is not the key of a witness.`);
  if (name !== undefined && name !== identity.signer.name) {
    throw new WitnessSetupError(
      `The key in ${path} is that of ${identity.signer.name}, not of ${name}. A witness keeps its name.`,
    );
  }
  return identity;
}

async function makeKey(path: string, name: string | undefined): Promise<WitnessIdentity> {
  if (name === undefined || !isKeyName(name)) {
    throw new WitnessSetupError(
      'A new witness needs a name, for instance --name witness.example.com: no spaces and no plus signs.',
    );
  }
  const seed = randomBytes(seedBytes);
  const identity = identityOf(name, seed);
  const [, keyId] = identity.vkey.split('+');
  const typed = encodeBase64(concat(Uint8Array.of(cosignatureType), seed));
  await replaceFile(path, `PRIVATE+KEY+${name}+${keyId}+${typed}\n`, 0o400);
  // The mode at creation is subject to the umask.
  await chmod(path, 0o400);
  seed.fill(0);
  return identity;
}

function parseKey(text: string): WitnessIdentity | undefined {
  const [, name = '', keyId, encoded = ''] = keyFile.exec(text) ?? [];
  try {
    const typed = decodeBase64(encoded);
    if (typed.length !== seedBytes + 1 || typed[0] !== cosignatureType) return undefined;
    const identity = identityOf(name, typed.subarray(1));
    typed.fill(0);
    return identity.vkey.split('+')[1] === keyId ? identity : undefined;
  } catch {
    return undefined;
  }
}

function identityOf(name: string, seed: Uint8Array): WitnessIdentity {
  const signer = ed25519Signer(name, seed);
  return { signer, vkey: witnessVkeyOf(name, signer.publicKey) };
}
