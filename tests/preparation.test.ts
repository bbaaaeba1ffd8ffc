import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '..');
let checkout: string;

/** A checkout with one server file, one page and no dependencies but the two compilers. */
beforeEach(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'monago-preparation-')));
  cpSync(join(repository, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  for (const name of ['tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(repository, name), join(checkout, name));
  }
  write('package.json', '{"type":"module","engines":{"node":">=20.19"}}');
  write('package-lock.json', '{"lockfileVersion":3,"packages":{"":{}}}');
  write('node_modules/.package-lock.json', '{"lockfileVersion":3,"packages":{}}');
  for (const name of ['typescript', '@typescript', '@types', 'undici-types', 'vite']) {
    const target = join(repository, 'node_modules', name);
    if (existsSync(target)) symlinkSync(target, join(checkout, 'node_modules', name));
  }
  write('src/main.ts', '#!/usr/bin/env node\nconsole.log("first");\n');
  write('src/tables/0001.sql', 'select 1;\n');
  write('dashboard/package.json', '{"type":"module"}');
  write('dashboard/index.html', '<script type="module" src="/main.ts"></script>');
  write('dashboard/main.ts', 'document.title = "Monago";\n');
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), content);
}

const read = (path: string) => readFileSync(join(checkout, path), 'utf8');

function prepare(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(checkout, 'scripts/prepare.mjs'), ...args],
      (failure, out, err) => {
        resolve({ code: failure === null ? 0 : Number(failure.code), output: out + err });
      },
    );
  });
}

describe('preparing a checkout', () => {
  test('the first run builds both halves, the second has nothing to do or say', async () => {
    const first = await prepare();
    expect(first).toMatchObject({ code: 0 });
    expect(first.output).toContain('building server and dashboard');
    expect(read('dist/main.js')).toContain('first');
    expect(read('dist/tables/0001.sql')).toBe('select 1;\n');
    expect(statSync(join(checkout, 'dist/main.js')).mode & 0o111).toBe(0o111);
    expect(existsSync(join(checkout, 'dashboard/dist/index.html'))).toBe(true);
    expect(await prepare()).toEqual({ code: 0, output: '' });
  });

  test('the command is linked, so that npx finds it', async () => {
    await prepare();
    expect(realpathSync(join(checkout, 'node_modules/.bin/monago'))).toBe(
      join(checkout, 'dist/main.js'),
    );
  });

  test('a changed source rebuilds its half, and what lost its source is gone', async () => {
    write('src/old.ts', 'export const old = 1;\n');
    await prepare();
    rmSync(join(checkout, 'src/old.ts'));
    const second = await prepare();
    expect(second.output).toContain('building server …');
    expect(existsSync(join(checkout, 'dist/old.js'))).toBe(false);
    write('dashboard/main.ts', 'document.title = "Changed";\n');
    expect((await prepare()).output).toContain('building dashboard …');
  });

  test('a test file is not a source of the build', async () => {
    await prepare();
    write('src/main.test.ts', 'export {};\n');
    expect(await prepare()).toEqual({ code: 0, output: '' });
  });

  test('a source that does not compile fails with the words of the compiler, every time', async () => {
    write('src/main.ts', 'const port: number = "eighty";\n');
    for (const _ of ['once', 'again']) {
      const { code, output } = await prepare();
      expect(code).toBe(1);
      expect(output).toContain('TS2322');
    }
  });

  test('two runs at once both succeed and build once', async () => {
    const runs = await Promise.all([prepare(), prepare()]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.filter(({ output }) => output.includes('building'))).toHaveLength(1);
  });

  test('the lock of a process that died is taken over', async () => {
    const dead = await new Promise<number>((resolve) => {
      const child = execFile(process.execPath, ['--version'], () => resolve(child.pid ?? 0));
    });
    write('dist/.lock', `${dead} ${hostname()}`);
    const { code, output } = await prepare();
    expect(code).toBe(0);
    expect(output).not.toContain('waiting');
    expect(existsSync(join(checkout, 'dist/.lock'))).toBe(false);
  });

  test('with --install-only nothing is built', async () => {
    expect(await prepare('--install-only')).toEqual({ code: 0, output: '' });
    expect(existsSync(join(checkout, 'dist'))).toBe(false);
  });

  test('dependencies that differ from the lockfile are not taken for installed', async () => {
    const dependencies = { left: 'file:missing.tgz' };
    const left = { version: '1.0.0', resolved: 'file:missing.tgz', integrity: 'sha512-AA==' };
    const packages = { '': { dependencies }, 'node_modules/left': left };
    write('package.json', JSON.stringify({ engines: { node: '>=20.19' }, dependencies }));
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
    const { code, output } = await prepare('--install-only');
    expect(code).toBe(1);
    expect(output).toContain('the dependencies could not be installed');
  });

  test('a native package that npm left out is not taken for installed', async () => {
    const optionalDependencies = { native: 'file:missing.tgz' };
    const native = { version: '1.0.0', resolved: 'file:missing.tgz', integrity: 'sha512-AA==' };
    const forHere = { ...native, optional: true, os: [process.platform] };
    const packages = { '': { optionalDependencies }, 'node_modules/native': forHere };
    write('package.json', JSON.stringify({ engines: { node: '>=20.19' }, optionalDependencies }));
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
    rmSync(join(checkout, 'node_modules/.package-lock.json'));
    const { code, output } = await prepare('--install-only');
    expect(output).toContain('npm did not install node_modules/native');
    expect(code).toBe(1);
  });

  test('an older Node is told which one is needed', async () => {
    write('package.json', '{"type":"module","engines":{"node":">=99.1"}}');
    const { code, output } = await prepare();
    expect(code).toBe(1);
    expect(output).toContain('Node 99.1 or newer is needed');
  });
});
