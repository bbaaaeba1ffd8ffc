import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeyringError } from './keyring.ts';
import { makeLocalKeyring, readLocalKeyring } from './local-keyring.ts';

const now = Date.UTC(2026, 10, 21);

describe('the keyring of a machine', () => {
  let folder = '';
  let path = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monago-keyring-'));
    path = join(folder, 'data', 'keyring');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is made at first start, readable by its owner alone, and kept', async () => {
    expect(await makeLocalKeyring(path, now)).toBe(true);
    const content = await readFile(path, 'utf8');
    const first = await readLocalKeyring(path);
    expect(first.active.kid).toMatch(/^2026-11-21-[0-9a-f]{6}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o400);
    expect(await makeLocalKeyring(path, now)).toBe(false);
    expect((await readLocalKeyring(path)).active.key.equals(first.active.key)).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await readdir(join(folder, 'data'))).toEqual(['keyring']);
  });

  test('is one keyring when eight first starts race', async () => {
    const makers = Array.from({ length: 8 }, () => makeLocalKeyring(path, now));
    expect((await Promise.all(makers)).filter((isNew) => isNew)).toHaveLength(1);
    expect((await readLocalKeyring(path)).keys).toHaveLength(1);
    expect(await readdir(join(folder, 'data'))).toEqual(['keyring']);
  });

  test.each([0o440, 0o404, 0o444, 0o600, 0o644])('is refused with mode %o', async (mode) => {
    await makeLocalKeyring(path, now);
    await chmod(path, mode);
    await expect(readLocalKeyring(path)).rejects.toThrow(`chmod 0400 ${path}`);
  });

  test('is not made by looking for it', async () => {
    await expect(readLocalKeyring(path)).rejects.toThrow(KeyringError);
    expect(await readdir(folder)).toEqual([]);
  });
});
