import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keyBytes } from './aes-gcm.ts';
import { type Keyring, KeyringError, type KeyringKey, lineOf, parseKeyring } from './keyring.ts';

const ownerReads = 0o400;
const fileBytesMax = 64 * 1024;

/** @throws KeyringError naming the file when it is missing, not private to its owner or not a keyring */
export async function readLocalKeyring(path: string): Promise<Keyring> {
  const text = await readKeyringText(path);
  try {
    return parseKeyring(text);
  } catch (error) {
    throw error instanceof KeyringError ? new KeyringError(`${path}: ${error.message}`) : error;
  }
}

/** @throws KeyringError naming the file when it is missing or not private to its owner */
export async function readKeyringText(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    return await readPrivate(file, path);
  } finally {
    await file.close();
  }
}

/** A random key with a name of its own. @param now milliseconds since the epoch */
export function newKeyringKey(now: number): KeyringKey {
  const kid = `${new Date(now).toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
  return { kid, key: randomBytes(keyBytes) };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new KeyringError(`The keyring ${path} is missing. It is made at the first start.`);
  }
}

async function readPrivate(file: FileHandle, path: string): Promise<string> {
  const { mode, size } = await file.stat();
  const permissions = mode & 0o777;
  if (permissions !== ownerReads) {
    throw new KeyringError(
      `${path} has mode 0${permissions.toString(8)}; only its owner may read it. Run: chmod 0400 ${path}`,
    );
  }
  if (size > fileBytesMax) throw new KeyringError(`${path} is too large for a keyring`);
  const content = await file.readFile();
  try {
    return content.toString('utf8');
  } finally {
    content.fill(0);
  }
}

/**
 * Makes the keyring file, with one random key, where there is none; whoever runs Monago should back it up. False when
 * the file is there already. The key is written under another name and then linked, so that neither a
 * kill nor a second first start can ever leave or see half a keyring.
 * @param now milliseconds since the epoch; names the new key
 */
export async function makeLocalKeyring(path: string, now: number): Promise<boolean> {
  if (await exists(path)) return false;
  await mkdir(dirname(path), { recursive: true });
  const fresh = newKeyringKey(now);
  const draft = await writeDraft(path, lineOf(fresh));
  fresh.key.fill(0);
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
  await syncDirectory(dirname(path));
  return true;
}

/**
 * Writes a new file beside `path`, durable and readable by one user alone.
 * @param owner whose file it is to be; whoever runs this when left out
 * @returns its name
 */
export async function writeDraft(
  path: string,
  text: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<string> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  // The mode is set at creation: there is no moment at which another user could read it.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(draft, flags, ownerReads);
  try {
    if (owner !== undefined && owner.uid !== process.getuid?.()) {
      await file.chown(owner.uid, owner.gid);
    }
    await file.writeFile(text);
    await file.sync();
    return draft;
  } catch (error) {
    await unlink(draft);
    throw error;
  } finally {
    await file.close();
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

// Without this the file's name may be lost with a power cut while rows already depend on its key.
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
