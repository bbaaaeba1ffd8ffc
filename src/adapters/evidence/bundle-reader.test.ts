import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf, sampleLog, verifyFiles } from '../../../tests/vectors/sample-log.ts';
import { type OpenedBundle, openBundle } from './bundle-reader.ts';
import { writeTar } from './tar.ts';

const log = sampleLog(1);
let folder: string;
let files: Map<string, Uint8Array>;
let archive: Buffer;

async function packed(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const listed = [...files].map(([name, bytes]) => ({ name, bytes }));
  for await (const chunk of writeTar(listed)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function opened(bytes: Uint8Array): Promise<OpenedBundle> {
  const path = join(folder, 'bundle.tar');
  writeFileSync(path, bytes);
  return openBundle(path);
}

async function contentOf(container: OpenedBundle): Promise<Map<string, Uint8Array>> {
  if (container.kind !== 'opened') throw new Error(container.message);
  const content = new Map<string, Uint8Array>();
  for (const name of container.bundle.names) {
    content.set(name, (await container.bundle.read(name)) ?? new Uint8Array());
  }
  await container.close();
  return content;
}

async function verdictOf(container: OpenedBundle): Promise<string> {
  if (container.kind !== 'opened') return container.kind;
  return (await verifyFiles(await contentOf(container), log)).verdict;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'monago-evidence-'));
  files = await bundleOf(log);
  archive = await packed();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an archive', () => {
  test('gives back the files that were put in, and equal files make equal archives', async () => {
    const content = await contentOf(await opened(archive));
    expect([...content.keys()]).toEqual([...files.keys()]);
    expect(await verdictOf(await opened(archive))).toBe('verified');
    expect((await packed()).equals(archive)).toBe(true);
  });

  test('is readable for the tar of the system', () => {
    writeFileSync(join(folder, 'system.tar'), archive);
    const names = execFileSync('tar', ['-tf', join(folder, 'system.tar')], { encoding: 'utf8' });
    expect(names.trim().split('\n')).toEqual([...files.keys()]);
  });

  test('is refused, or not verified, with any one bit changed', async () => {
    const path = join(folder, 'changed.tar');
    writeFileSync(path, archive);
    const file = openSync(path, 'r+');
    for (let at = 0; at < archive.length; at++) {
      const byte = archive[at] ?? 0;
      writeSync(file, Uint8Array.of(byte ^ (1 << (at % 8))), 0, 1, at);
      const verdict = await verdictOf(await openBundle(path));
      expect({ at, verdict }).not.toMatchObject({ verdict: 'verified' });
      writeSync(file, Uint8Array.of(byte), 0, 1, at);
    }
    closeSync(file);
    expect(await verdictOf(await openBundle(path))).toBe('verified');
  });

  test.each([1, 512, 1024, 3000])(
    'is cut off when its last %i bytes are missing',
    async (missing) => {
      const container = await opened(archive.subarray(0, -missing));
      expect(container.kind).toBe('cut_off');
    },
  );

  test('is altered when something follows its end', async () => {
    expect((await opened(Buffer.concat([archive, Buffer.alloc(512)]))).kind).toBe('altered');
  });

  test('is altered when a file is there twice', async () => {
    const first = archive.subarray(0, 1024);
    expect((await opened(Buffer.concat([first, archive]))).kind).toBe('altered');
  });

  test('that another program packed is not taken for an altered one', async () => {
    mkdirSync(join(folder, 'plain'), { recursive: true });
    writeFileSync(join(folder, 'plain', 'policy'), files.get('policy') ?? '');
    const path = join(folder, 'other.tar');
    execFileSync('tar', ['-cf', path, '-C', join(folder, 'plain'), 'policy']);
    expect((await openBundle(path)).kind).toBe('foreign');
  });
});

test('a directory gives the same files as the archive', async () => {
  const directory = join(folder, 'directory');
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
  expect(await verdictOf(await openBundle(directory))).toBe('verified');
  writeFileSync(join(directory, 'tile', 'entries', 'extra'), 'x');
  expect(await verdictOf(await openBundle(directory))).toBe('incomplete');
});

test('what does not exist is an error of the file system', async () => {
  await expect(openBundle(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
