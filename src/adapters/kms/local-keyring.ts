import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keyBytes } from './aes-gcm.ts';
import { type Keyring, KeyringError, parseKeyring } from './keyring.ts';

const ownerReads = 0o400;
const fileBytesMax = 64 * 1024;

export interface LocalKeyring {
  readonly keyring: Keyring;
  /** True at first start: the file was made just now, and whoever runs Monago should back it up. */
  readonly isNew: boolean;
}

/**
 * Opens the keyring file and makes it, with one random key, where there is none.
 * @param now milliseconds since the epoch; names the new key
 * @throws KeyringError naming the file when it is not private to its owner or not a keyring
 */
export async function openLocalKeyring(path: string, now: number): Promise<LocalKeyring> {
  const isNew = await createKeyring(path, now);
  const file = await open(path, 'r');
  try {
    return { keyring: await readKeyring(file, path), isNew };
  } finally {
    await file.close();
  }
}

async function readKeyring(file: FileHandle, path: string): Promise<Keyring> {
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
    return parseKeyring(content.toString('utf8'));
  } catch (error) {
    throw error instanceof KeyringError ? new KeyringError(`${path}: ${error.message}`) : error;
  } finally {
    content.fill(0);
  }
}

/**
 * False when the file is there already. The key is written under another name and then linked, so that neither a
 * kill nor a second first start can ever leave or see half a keyring.
 */
async function createKeyring(path: string, now: number): Promise<boolean> {
  if (await exists(path)) return false;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  await writeDraft(draft, now);
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

async function writeDraft(path: string, now: number): Promise<void> {
  const kid = `${new Date(now).toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
  const key = randomBytes(keyBytes);
  // The mode is set at creation: there is no moment at which another user could read it.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(path, flags, ownerReads);
  try {
    await file.writeFile(`${kid}:${key.toString('base64')}\n`);
    await file.sync();
  } finally {
    key.fill(0);
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

// Without this the file's name may be lost with a power cut while rows already depend on its key.
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
