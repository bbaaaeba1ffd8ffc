import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeyringError, parseKeyring } from './keyring.ts';
import { KeyringEditor } from './keyring-editor.ts';

const now = Date.UTC(2026, 10, 21);
const line = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;

let folder = '';
let path = '';
let editor: KeyringEditor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monago-keyring-'));
  path = join(folder, 'keyring');
  editor = new KeyringEditor(path);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(text: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o400 });
}

const read = async (file = path) => parseKeyring(await readFile(file, 'utf8'));
const kidsOf = async (file = path) => (await read(file)).keys.map(({ kid }) => kid);

describe('editing a keyring', () => {
  test('adds a key and leaves the active one active, the comments and the mode as they are', async () => {
    await write(`# of node one\n${line('b')}\n${line('a')}`);
    const before = await read();
    const kid = await editor.add(now);
    expect(kid).toMatch(/^2026-11-21-[0-9a-f]{6}$/);
    expect(await kidsOf()).toEqual(['b', 'a', kid]);
    const after = await read();
    expect(after.active.kid).toBe('b');
    expect(after.keys.slice(0, 2)).toEqual(before.keys);
    expect(await readFile(path, 'utf8')).toMatch(/^# of node one\n\*b:/);
    expect((await stat(path)).mode & 0o777).toBe(0o400);
    expect(await readdir(folder)).toEqual(['keyring']);
  });

  test('moves the mark, of which there is always exactly one', async () => {
    await write(`${line('a')}\n*${line('b')}\n${line('c')}\n`);
    for (const kid of ['c', 'a', 'a', 'b']) {
      await editor.activate(kid);
      expect((await read()).active.kid).toBe(kid);
      expect((await readFile(path, 'utf8')).match(/^\*/gm)).toHaveLength(1);
    }
    await expect(editor.activate('x')).rejects.toThrow(KeyringError);
  });

  test('archives keys: out of the keyring, into a private file beside it, once', async () => {
    await write(`${line('a')}\n*${line('b')}\n${line('c')}\n`);
    const { keys } = await read();
    expect(await editor.archive(new Set(['a', 'x']))).toBe(`${path}.retired`);
    expect(await editor.archive(new Set(['a', 'x']))).toBeUndefined();
    expect(await editor.archive(new Set(['c']))).toBe(`${path}.retired`);
    expect(await kidsOf()).toEqual(['b']);
    const archived = await read(`${path}.retired`);
    expect(archived.keys).toEqual([keys[0], keys[2]]);
    expect((await stat(`${path}.retired`)).mode & 0o777).toBe(0o400);
  });

  test('never leaves a keyring without a key', async () => {
    await write(`${line('a')}\n`);
    await expect(editor.archive(new Set(['a']))).rejects.toThrow(KeyringError);
    expect(await kidsOf()).toEqual(['a']);
  });

  test('follows a link and leaves it a link', async () => {
    await write(`${line('a')}\n`);
    const link = join(folder, 'mounted');
    await symlink(path, link);
    await new KeyringEditor(link).add(now);
    expect(await kidsOf()).toHaveLength(2);
    expect(await kidsOf(link)).toHaveLength(2);
  });

  test('refuses a keyring that others may read, and leaves it as it is', async () => {
    await write(`${line('a')}\n`);
    await chmod(path, 0o440);
    await expect(editor.add(now)).rejects.toThrow(`chmod 0400 ${path}`);
    await chmod(path, 0o400);
    expect(await kidsOf()).toEqual(['a']);
  });

  test('twenty readers at any time see the keyring of before or of after, never half of one', async () => {
    await write(`${line('a')}\n`);
    let isOver = false;
    const reading = Promise.all(
      Array.from({ length: 20 }, async () => {
        while (!isOver) expect((await kidsOf())[0]).toBe('a');
      }),
    );
    for (let count = 0; count < 10; count += 1) await editor.add(now);
    isOver = true;
    await reading;
    expect(await kidsOf()).toHaveLength(11);
  });
});
