import { readdir, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { CommandFailure } from '../surroundings.ts';

/** What could not run is not the same as what was found wrong. */
export const exitCouldNotRun = 2;

const filesMax = 10_000;
const policyFile = /\.(?:ya?ml|json)$/;
/** Folders that hold no policies of one's own. */
const skipped = /^(?:\.|node_modules$)/;

/**
 * The files that are meant: a file by its name, those of a folder and of the folders in it, those that fit a pattern with `*`, `?`
 * and `**`, and `-` for standard input. Each once, those of a folder or pattern by name.
 * @throws CommandFailure when there is nothing to be found somewhere
 */
export async function findFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const files = await filesAt(path);
    if (files.length === 0) throw new CommandFailure(`no policies in ${path}`, exitCouldNotRun);
    for (const file of files) found.add(file);
  }
  return [...found];
}

async function filesAt(path: string): Promise<readonly string[]> {
  if (path === '-') return ['-'];
  const kind = await kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'folder') return (await filesIn(path)).filter((file) => policyFile.test(file));
  if (!/[*?]/.test(path)) throw new CommandFailure(`there is no file ${path}`, exitCouldNotRun);
  const shape = shapeOf(normalize(path));
  return (await filesIn(folderOf(path))).filter((file) => shape.test(file));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** The part of a pattern ahead of the first folder that is one. */
function folderOf(pattern: string): string {
  const folders = pattern.split('/');
  const fixed = folders.slice(
    0,
    folders.findIndex((folder) => /[*?]/.test(folder)),
  );
  if (fixed.length === 0) return '.';
  return fixed.join('/') || '/';
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && !skipped.test(entry.name)) found.push(...(await filesIn(path)));
  }
  if (found.length <= filesMax) return found.sort();
  throw new CommandFailure(`more than ${filesMax} files in ${folder}`, exitCouldNotRun);
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    throw new CommandFailure(`cannot read the folder ${folder}`, exitCouldNotRun);
  }
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

function shapeOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    return wildcards[part] ?? `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'u');
}
