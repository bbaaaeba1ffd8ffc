import { randomBytes } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WrapContext } from '../../ports/kms.ts';
import { KeyringError } from './keyring.ts';
import { KeyringFileKms } from './keyring-file-kms.ts';

const lines = { a: lineOf('a'), b: lineOf('b'), otherB: lineOf('b') };
const context: WrapContext = {
  aad: Buffer.from('context'),
  fields: {
    purpose: 'token_signing_key',
    tenantId: 'ten_00000000000000000000000000000000',
    version: 0,
    destination: 'kid',
  },
};

let folder = '';
let path = '';
let elapsed = 0;

const clock = { now: () => 0, monotonic: () => elapsed };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monago-keyring-'));
  path = join(folder, 'keyring');
  elapsed = 0;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function lineOf(kid: string): string {
  return `${kid}:${randomBytes(32).toString('base64')}`;
}

async function put(...keys: string[]): Promise<void> {
  await writeFile(`${path}.new`, keys.map((line) => `${line}\n`).join(''), { mode: 0o400 });
  await rename(`${path}.new`, path);
}

const open = () => KeyringFileKms.open(path, { random: randomBytes, clock });
const refsOf = async (kms: KeyringFileKms) => (await kms.probe()).map(({ kekRef }) => kekRef);

describe('the keyring file of a running node', () => {
  test('has a key that was added without being told, at the first row that needs it', async () => {
    await put(lines.a);
    const kms = await open();
    await put(lines.a, lines.b);
    const other = await open();
    const dek = randomBytes(32);
    const wrapped = await other.wrap(dek, context, 'local:b');
    expect((await kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    expect(await refsOf(kms)).toEqual(['local:a', 'local:b']);
  });

  test('says when it was changed, and only then', async () => {
    await put(lines.a);
    const kms = await open();
    expect(await kms.refresh()).toBe(false);
    await put(lines.a, lines.b);
    expect(await kms.refresh()).toBe(true);
    expect(await kms.refresh()).toBe(false);
  });

  test('still opens for a minute what a key wrapped that is gone, and wraps nothing new with it', async () => {
    await put(lines.b, lines.a);
    const kms = await open();
    const dek = randomBytes(32);
    const wrapped = await kms.wrap(dek, context, 'local:a');
    await put(lines.b);
    await kms.refresh();
    expect(await refsOf(kms)).toEqual(['local:b']);
    elapsed = 59_999;
    await kms.refresh();
    expect((await kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    elapsed = 60_000;
    await kms.refresh();
    await expect(kms.unwrap(wrapped, context)).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });

  test('keeps a key that left and came back', async () => {
    await put(lines.b, lines.a);
    const kms = await open();
    const dek = randomBytes(32);
    const wrapped = await kms.wrap(dek, context, 'local:a');
    await put(lines.b);
    await kms.refresh();
    await put(lines.b, lines.a);
    await kms.refresh();
    elapsed = 200_000;
    await kms.refresh();
    expect((await kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is gone', () => rm(path)],
    ['is not a keyring', () => put('nonsense')],
    [
      'is open to others',
      async () => {
        await rm(path);
        await writeFile(path, `${lines.b}\n`, { mode: 0o644 });
      },
    ],
  ])('goes on with what it has read when the file %s, and says so', async (_, spoil) => {
    await put(lines.a);
    const kms = await open();
    const dek = randomBytes(32);
    const wrapped = await kms.wrap(dek, context);
    await spoil();
    await expect(kms.refresh()).rejects.toThrow(KeyringError);
    expect((await kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    const stranger = { ...wrapped, kekRef: 'local:b' };
    await expect(kms.unwrap(stranger, context)).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });

  test('takes the key that the file has now, when another of its name was there', async () => {
    await put(lines.a, lines.b);
    const kms = await open();
    const [, before] = await kms.probe();
    await put(lines.a, lines.otherB);
    await kms.refresh();
    const [, after] = await kms.probe();
    expect(after?.kekRef).toBe(before?.kekRef);
    expect(after?.value.equals(before?.value ?? Buffer.alloc(0))).toBe(false);
  });
});
