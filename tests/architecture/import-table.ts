import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Import } from './imports.ts';
import type { Finding, Source } from './source.ts';

interface Rule {
  /** Files or folders of ours; a file may always import from its own row's folder. */
  readonly ours: readonly string[];
  readonly packages: readonly string[] | 'any';
  readonly builtins: readonly string[] | 'any';
}

const domain: Rule = { ours: ['src/domain'], packages: [], builtins: [] };
const plane = ['src/domain', 'src/ports', 'src/contract'];
const composition: Rule = {
  ours: [
    ...plane,
    'src/gateway',
    'src/control',
    'src/adapters',
    'src/config.ts',
    'src/compose.ts',
    'src/compose',
  ],
  packages: 'any',
  builtins: 'any',
};

/** The table of ARCHITECTURE.md. The longest path that matches a file is its row. */
export const importTable: Readonly<Record<string, Rule>> = {
  'src/domain': domain,
  'src/domain/audit/sha256.ts': { ...domain, builtins: ['node:crypto'] },
  'src/domain/policy': { ...domain, packages: ['yaml', 're2js'] },
  'src/domain/inspection': { ...domain, packages: ['libphonenumber-js', 're2js'] },
  'src/ports': domain,
  'src/contract': { ours: ['src/domain'], packages: ['zod'], builtins: [] },
  'src/gateway': { ours: plane, packages: [], builtins: [] },
  'src/control': { ours: plane, packages: [], builtins: [] },
  'src/adapters': { ours: plane, packages: 'any', builtins: 'any' },
  'src/adapters/http': {
    ours: [...plane, 'src/gateway', 'src/control'],
    packages: 'any',
    builtins: 'any',
  },
  'src/cli': {
    ours: ['src/compose.ts', 'src/compose', 'src/contract', 'src/domain', 'src/config.ts'],
    packages: ['commander'],
    builtins: 'any',
  },
  'src/config': { ours: [], packages: ['zod'], builtins: [] },
  'src/config.ts': { ours: ['src/domain', 'src/config'], packages: ['zod'], builtins: 'any' },
  'src/compose.ts': composition,
  'src/compose': composition,
  'src/main.ts': {
    ours: ['src/cli', 'src/config.ts', 'src/domain', 'src/compose.ts'],
    packages: ['commander'],
    builtins: 'any',
  },
  'dashboard/src': {
    ours: ['src/contract', 'src/domain/policy', 'src/domain/audit'],
    packages: 'any',
    builtins: [],
  },
};

export interface Exception {
  /** A file or folder. */
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function rowOf(path: string): string | undefined {
  return Object.keys(importTable)
    .filter((row) => isWithin(path, row))
    .sort((a, b) => b.length - a.length)[0];
}

/** The folder whose files may import each other freely; for adapters it is the one adapter. */
function ownFolder(path: string, row: string): string {
  if (isWithin(path, 'src/adapters')) return path.split('/').slice(0, 3).join('/');
  return isWithin(path, 'src/domain') ? 'src/domain' : row;
}

/** Where a relative specifier leads, from the root of the repository; undefined for packages. */
export function targetOf(path: string, specifier: string): string | undefined {
  return specifier.startsWith('.')
    ? posix.normalize(posix.join(posix.dirname(path), specifier))
    : undefined;
}

export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Imports that the table does not allow. Tests beside their file may import what they need. */
export function forbiddenImports(
  source: Source,
  exceptions: readonly Exception[],
): readonly Finding[] {
  if (source.isTest) return [];
  const row = rowOf(source.path);
  if (row === undefined) return [{ path: source.path, line: 1, what: 'has no row in the table' }];
  return source.imports
    .filter((found) => !isAllowed(source.path, row, found))
    .filter((found) => !exceptions.some((exception) => covers(exception, source.path, found)))
    .map(({ specifier, line }) => ({ path: source.path, line, what: `imports ${specifier}` }));
}

export function covers(exception: Exception, path: string, { specifier }: Import): boolean {
  const target = targetOf(path, specifier) ?? packageOf(specifier);
  return isWithin(path, exception.from) && isWithin(target, exception.to);
}

function isAllowed(path: string, row: string, { specifier, form }: Import): boolean {
  const rule = importTable[row];
  if (rule === undefined || specifier === 'computed') return false;
  const target = targetOf(path, specifier);
  if (target !== undefined) {
    return [...rule.ours, ownFolder(path, row)].some((folder) => isWithin(target, folder));
  }
  // A type of Node's leaves nothing behind at run time.
  if (isBuiltin(specifier)) {
    return rule.builtins === 'any' || form === 'type' || rule.builtins.includes(specifier);
  }
  return rule.packages === 'any' || rule.packages.includes(packageOf(specifier));
}
