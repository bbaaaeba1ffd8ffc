import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLocalKeyring } from './local-keyring.ts';

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
    const first = await openLocalKeyring(path, now);
    const content = await readFile(path, 'utf8');
    expect(first.isNew).toBe(true);
    expect(first.keyring.active.kid).toMatch(/^2026-11-21-[0-9a-f]{6}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o400);
    const second = await openLocalKeyring(path, now);
    expect(second.isNew).toBe(false);
    expect(second.keyring.active.key.equals(first.keyring.active.key)).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await readdir(join(folder, 'data'))).toEqual(['keyring']);
  });

  test('is one keyring when eight first starts race', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => openLocalKeyring(path, now)));
    expect(new Set(opened.map(({ keyring }) => keyring.active.kid)).size).toBe(1);
    expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await readdir(join(folder, 'data'))).toEqual(['keyring']);
  });

  test.each([0o440, 0o404, 0o444, 0o600, 0o644])('is refused with mode %o', async (mode) => {
    await openLocalKeyring(path, now);
    await chmod(path, mode);
    await expect(openLocalKeyring(path, now)).rejects.toThrow(`chmod 0400 ${path}`);
  });
});
