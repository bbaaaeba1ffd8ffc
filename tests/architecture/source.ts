import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Import, importsOf } from './imports.ts';
import { type Token, tokensOf } from './tokens.ts';

export const repository = join(import.meta.dirname, '../..');

export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
  readonly isTest: boolean;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

export function sourceOf(path: string, text: string): Source {
  const tokens = tokensOf(text);
  return { path, text, tokens, imports: importsOf(tokens), isTest: /\.test\.tsx?$/.test(path) };
}

/** The TypeScript files under the given folders. */
export function readSources(folders: readonly string[]): readonly Source[] {
  return folders
    .flatMap((folder) => filesUnder(join(repository, folder)))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => sourceOf(pathOf(path), readFileSync(path, 'utf8')));
}

/** Every file that belongs to the project, as paths from its root. */
export function everyFile(): readonly string[] {
  return filesUnder(repository).map(pathOf);
}

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.monago']);

function filesUnder(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && (entry.isDirectory() || entry.isFile()))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

function pathOf(absolute: string): string {
  return relative(repository, absolute).split(sep).join('/');
}
