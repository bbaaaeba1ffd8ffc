import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bannedIn, isBarrel, saysNothing } from './architecture/bans.ts';
import { cyclesIn, importGraph, reachableFrom } from './architecture/import-graph.ts';
import {
  covers,
  type Exception,
  forbiddenImports,
  importTable,
  packageOf,
  targetOf,
} from './architecture/import-table.ts';
import { everyFile, readSources, repository, sourceOf } from './architecture/source.ts';

/** Each entry is a debt with a reason; one that is not needed any more fails the test. */
const importExceptions: readonly Exception[] = [
  {
    from: 'dashboard/src',
    to: 'src/domain/error-table.ts',
    because: 'the codes are part of the contract, and the page has a sentence for each',
  },
  {
    from: 'dashboard/src',
    to: 'src/domain/access/role.ts',
    because: 'a button that the role may not press says so, by the matrix that the server applies',
  },
  {
    from: 'dashboard/src',
    to: 'src/domain/credential/aws-region.ts',
    because:
      'the form suggests the regions there are, and says before sending that there is no such one',
  },
  {
    from: 'dashboard/src',
    to: 'src/domain/credential/credential.ts',
    because: 'the filters offer the providers and statuses there are',
  },
  {
    from: 'dashboard/src/pages/settings/inspection',
    to: 'src/domain/inspection/custom',
    because: 'a pattern is tried out in the browser by the code that inspects requests',
  },
  {
    from: 'dashboard/src',
    to: 'src/domain/ids.ts',
    because: 'ids in the address bar are checked before they are asked for',
  },
];
const longFiles: Readonly<Record<string, string>> = {};
const lineCountMax = 300;

/** Fewer files than this in a folder means that the test looked in the wrong place. */
const fileCountMin: Readonly<Record<string, number>> = {
  'src/domain': 15,
  'src/ports': 8,
  'src/contract': 3,
  'src/gateway': 5,
  'src/control': 5,
  'src/adapters': 15,
  'src/cli': 2,
  'dashboard/src': 15,
};

const product = readSources(['src', 'dashboard/src']);
const shipped = product.filter(({ isTest }) => !isTest);
const everything = [...product, ...readSources(['emulator', 'bench', 'tests', 'scripts'])];

describe('the scan', () => {
  test.each(Object.entries(fileCountMin))('reads the files of %s', (folder, count) => {
    const found = product.filter(({ path }) => path.startsWith(`${folder}/`));
    expect(found.length).toBeGreaterThanOrEqual(count);
    expect(found.some(({ imports }) => imports.length > 0)).toBe(true);
  });

  test('resolves relative imports to files that exist', () => {
    const files = new Set(everyFile());
    const lost = everything.flatMap(({ path, imports, isTest }) =>
      // Tests of the scanner hold made-up programs.
      imports
        .map(({ specifier }) => targetOf(path, specifier))
        .filter((target) => target !== undefined && !isTest && !files.has(target)),
    );
    expect(lost).toEqual([]);
  });
});

describe('the import table', () => {
  test('allows every import there is', () => {
    const found = product.flatMap((source) => forbiddenImports(source, importExceptions));
    expect(found.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([]);
  });

  test('has no exception that is not needed', () => {
    const idle = importExceptions.filter(
      (exception) =>
        !product.some(({ path, imports }) =>
          imports.some((found) => covers(exception, path, found)),
        ),
    );
    expect(idle).toEqual([]);
  });

  test('has no row for what is not there', () => {
    const files = everyFile();
    const rows = Object.keys(importTable).filter(
      (row) => !files.some((file) => file.startsWith(row)),
    );
    expect(rows).toEqual([]);
  });

  test('keeps out of the product what is installed for development only', () => {
    const declared = new Set(
      ['package.json', 'dashboard/package.json'].flatMap((name) =>
        Object.keys(JSON.parse(readFileSync(join(repository, name), 'utf8')).dependencies),
      ),
    );
    const strangers = shipped
      .flatMap(({ path, imports }) => imports.map((found) => ({ path, ...found })))
      .filter(({ specifier, form }) => form !== 'type' && /^[@a-z]/.test(specifier))
      .filter(({ specifier }) => !isBuiltin(specifier) && specifier !== 'computed')
      .filter(({ specifier }) => !declared.has(packageOf(specifier)));
    expect(strangers.map(({ path, specifier }) => `${path}: ${specifier}`)).toEqual([]);
  });

  test('lets nothing that needs Node into the browser', () => {
    const pages = shipped.filter(({ path }) => path.startsWith('dashboard/src/'));
    const loaded = reachableFrom(
      importGraph(shipped),
      pages.map(({ path }) => path),
      // The dashboard's build puts a browser's SHA-256 in its place.
      (path) => path === 'src/domain/audit/sha256.ts',
    );
    expect([...loaded].some((path) => path.startsWith('src/'))).toBe(true);
    const needNode = shipped
      .filter(({ path }) => loaded.has(path))
      .filter(({ imports }) =>
        imports.some(({ specifier, form }) => form !== 'type' && isBuiltin(specifier)),
      );
    expect(needNode.map(({ path }) => path)).toEqual([]);
  });

  test('has no circle', () => {
    expect(cyclesIn(importGraph(shipped))).toEqual([]);
  });
});

describe('the house rules', () => {
  test('nothing banned is done anywhere', () => {
    const found = everything.flatMap(bannedIn);
    expect(found.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([]);
  });

  test('no file only passes on what others export', () => {
    expect(everything.filter(isBarrel).map(({ path }) => path)).toEqual([]);
  });

  test('every folder and file is named after what is in it', () => {
    expect(everyFile().filter(saysNothing)).toEqual([]);
  });

  test(`no file is longer than ${lineCountMax} lines`, () => {
    const long = everything
      .filter(({ text, isTest }) => !isTest && text.split('\n').length > lineCountMax + 1)
      .map(({ path }) => path);
    expect(long.sort()).toEqual(Object.keys(longFiles).sort());
  });

  test('inspection asks no text for a place beyond its ends, which would make it slow from then on', () => {
    const asking = everything
      .filter(({ path, isTest }) => path.startsWith('src/domain/inspection/') && !isTest)
      .filter(({ text }) => /\.charCodeAt\((?!0\))/.test(text));
    expect(asking.map(({ path }) => path)).toEqual(['src/domain/inspection/scan/unit-at.ts']);
  });

  test('no file names a place on the machine that it was written on', () => {
    const homes = ['home', 'Users', 'work', 'workspace', 'workspaces'].join('|');
    const absolute = new RegExp(`(?:^|[\\s"'\`(=:])/(?:${homes})/[A-Za-z0-9._-]+`, 'm');
    const here = [repository, dirname(repository), homedir()].filter(
      (path) => path.split('/').length > 2,
    );
    const naming = everyFile()
      .filter((path) =>
        /\.(?:tsx?|mjs|json|md|sql|ya?ml|html|css|sh)$|^[^.]+$|(?:^|\/)\.[a-z]+$/i.test(path),
      )
      .filter((path) => {
        const text = readFileSync(join(repository, path), 'utf8');
        return absolute.test(text) || here.some((place) => text.includes(`${place}/`));
      });
    expect(naming).toEqual([]);
  });
});

describe('the checks find what is planted', () => {
  const imports = (path: string, text: string) =>
    forbiddenImports(sourceOf(path, text), []).map(({ what }) => what);
  const banned = (path: string, text: string) =>
    bannedIn(sourceOf(path, text)).map(({ what }) => what);

  test.each([
    ['a sibling adapter', 'src/adapters/kms/a.ts', "import { b } from '../http/b.ts';"],
    ['the other plane', 'src/gateway/a.ts', "import { b } from '../control/b.ts';"],
    [
      'an adapter from a plane',
      'src/control/key/a.ts',
      "import type { B } from '../../adapters/kms/b.ts';",
    ],
    ['a plane from an adapter', 'src/adapters/kms/a.ts', "import { b } from '../../gateway/b.ts';"],
    ['a port from the domain', 'src/domain/a.ts', "export type { B } from '../ports/b.ts';"],
    ['a package from the domain', 'src/domain/audit/a.ts', "import { z } from 'zod';"],
    ['a package from a plane', 'src/gateway/a.ts', "import 'fastify';"],
    ['Node from the domain', 'src/domain/risk/a.ts', "import { createHash } from 'node:crypto';"],
    ['Node without its prefix', 'src/gateway/a.ts', "import { createHash } from 'crypto';"],
    ['Node from the page', 'dashboard/src/a.ts', "import { join } from 'node:path';"],
    ['the server from the page', 'dashboard/src/a.ts', "import { c } from '../../src/config.ts';"],
    ['a dynamic import', 'src/ports/a.ts', "const b = await import('../adapters/kms/b.ts');"],
    ['a computed import', 'src/adapters/kms/a.ts', "const b = await import('./' + name);"],
    ['an import type expression', 'src/domain/a.ts', "type B = import('../ports/b.ts').B;"],
    ['a re-export of everything', 'src/domain/a.ts', "export * from '../ports/b.ts';"],
    [
      'an import over lines',
      'src/domain/a.ts',
      "import {\n  a,\n  type B,\n} from '../config.ts';",
    ],
    ['require', 'src/domain/a.ts', "const b = require('pg');"],
    ['tests from the product', 'src/compose.ts', "import { b } from '../tests/support/b.ts';"],
    ['a file outside the table', 'src/new.ts', ''],
  ])('%s', (_, path, text) => {
    expect(imports(path, text)).toHaveLength(1);
  });

  test.each([
    ['src/domain/audit/a.ts', "import { sha256 } from './sha256.ts';"],
    ['src/domain/audit/sha256.ts', "import { createHash } from 'node:crypto';"],
    ['src/domain/policy/a.ts', "import { parse } from 'yaml';"],
    ['src/gateway/stages/a.ts', "import type { Readable } from 'node:stream';"],
    ['src/gateway/a.ts', "// import { b } from '../control/b.ts';"],
    ['src/gateway/a.ts', 'const text = "import { b } from \'../control/b.ts\'";'],
    ['src/gateway/a.ts', `const text = \`import '../control/b.ts' \${a + '}'} import 'pg'\`;`],
    ['src/adapters/http/a.ts', "import { b } from '../../control/b.ts';"],
    ['src/gateway/a.test.ts', "import { expect } from 'vitest';"],
  ])('but nothing wrong in %s with %s', (path, text) => {
    expect(imports(path, text)).toEqual([]);
  });

  test.each([
    ['reads the environment', 'src/cli/a.ts', 'const port = process.env.PORT;'],
    ['reads the environment', 'src/cli/a.ts', "const port = process['env']['PORT'];"],
    ['reads the environment', 'src/cli/a.ts', "import { env } from 'node:process';"],
    ['reads a clock', 'src/gateway/a.ts', 'const now = Date.now();'],
    ['reads a clock', 'src/control/a.ts', 'const now = new Date();'],
    ['reads a clock', 'src/domain/a.ts', 'const now = performance?.now();'],
    ['draws randomness', 'src/domain/a.ts', 'const id = crypto.randomUUID();'],
    ['draws randomness', 'src/gateway/a.ts', `const id = \`a\${Math.random()}\`;`],
    ['reaches the network past the egress guard', 'src/adapters/kms/a.ts', 'await fetch(url);'],
    ['reaches the network past the egress guard', 'src/cli/a.ts', 'globalThis.fetch;'],
    [
      'reaches the network past the egress guard',
      'src/compose.ts',
      "import { Pool } from 'undici';",
    ],
    [
      'reaches the network past the egress guard',
      'src/adapters/telemetry/a.ts',
      'const socket = new WebSocket(url);',
    ],
    [
      'reaches the network past the egress guard',
      'src/adapters/identity/a.ts',
      'const keys = jose.createRemoteJWKSet(url);',
    ],
    ['opens sockets', 'src/adapters/kms/a.ts', "import { request } from 'node:https';"],
    ['opens sockets', 'src/adapters/kms/a.ts', "import { connect } from 'node:tls';"],
    ['opens sockets', 'src/adapters/identity/a.ts', "import { Socket } from 'net';"],
    ['opens sockets', 'src/adapters/telemetry/a.ts', "import { createSocket } from 'node:dgram';"],
    ['opens sockets', 'src/adapters/providers/a.ts', "import { connect } from 'node:http2';"],
    ['opens sockets', 'src/cli/a.ts', "const http = await import('node:http');"],
    ['starts programs', 'src/adapters/kms/a.ts', "import { spawn } from 'node:child_process';"],
    ['reveals a secret', 'src/adapters/database/a.ts', 'store(key?.reveal());'],
    ['exports a default', 'src/domain/a.ts', 'export default 1;'],
    ['exports a default', 'dashboard/src/a.tsx', 'export { A as default };'],
    ['turns the type checker off', 'src/domain/a.ts', 'const a: any = 1;'],
    ['turns the type checker off', 'tests/a.test.ts', 'const a = b as any;'],
    ['turns the type checker off', 'src/domain/a.ts', 'const a = new Map<string, any>();'],
    ['turns the type checker off', 'src/domain/a.ts', 'const a = (b: any[]) => b;'],
    ['turns the type checker off', 'src/domain/a.ts', 'const a = b as unknown as C;'],
  ])('something that %s in %s: %s', (what, path, text) => {
    expect(banned(path, text)).toEqual([what]);
  });

  test.each([
    ['src/config.ts', 'const port = process.env.PORT;'],
    ['src/gateway/a.ts', 'const at = new Date(unixMs);'],
    ['src/gateway/a.ts', '/* Date.now() */ const a = "Date.now()"; // Math.random()'],
    ['src/gateway/a.ts', 'const slash = /["\'`/]/; const b = a / c; // Date.now()'],
    ['src/adapters/kms/a.ts', 'await egress.fetch(url);'],
    ['src/adapters/egress/a.ts', "import { Pool } from 'undici';"],
    ['src/adapters/providers/a.ts', "import type { Dispatcher } from 'undici';"],
    ['src/adapters/kms/a.ts', 'wrap(key.reveal());'],
    ['src/domain/a.ts', 'const schema = z.any(); Promise.any(all); const { any } = words;'],
    ['dashboard/src/a.tsx', 'const a = <p className="x">Don\'t</p>;\nconst b = 1;'],
  ])('but nothing banned in %s with %s', (path, text) => {
    expect(banned(path, text)).toEqual([]);
  });

  test('circles', () => {
    const circle = [
      sourceOf('src/a.ts', "import { b } from './b.ts';"),
      sourceOf('src/b.ts', "import { c } from './c.ts';"),
      sourceOf('src/c.ts', "import { b } from './b.ts';\nimport type { a } from './a.ts';"),
    ];
    expect(cyclesIn(importGraph(circle))).toEqual(['src/b.ts', 'src/c.ts']);
  });

  test('barrels and empty names', () => {
    expect(
      isBarrel(sourceOf('src/a.ts', "export { b } from './b.ts';\nexport * from './c.ts';")),
    ).toBe(true);
    expect(isBarrel(sourceOf('src/a/index.ts', 'export const a = 1;'))).toBe(true);
    expect(isBarrel(sourceOf('src/a.ts', "import { b } from './b.ts';\nexport const a = b;"))).toBe(
      false,
    );
    for (const path of [
      'src/utils/a.ts',
      'src/common.ts',
      'src/helpers.ts',
      'src/manager.test.ts',
    ]) {
      expect(saysNothing(path)).toBe(true);
    }
    expect(saysNothing('src/domain/commons-licence.ts')).toBe(false);
  });
});
