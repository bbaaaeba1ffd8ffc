import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Third-party sets stay outside the repository: beside it, with their licences. */
const folder = new URL('../../../shared/data/', import.meta.url);

export const isDataPresent = existsSync(folder);

/** Paths of the files of a set whose names match, in order; none when the set is absent. */
export function dataFiles(set: string, name: RegExp): readonly string[] {
  const at = new URL(`${set}/`, folder);
  if (!existsSync(at)) return [];
  const names = readdirSync(at).filter((one) => name.test(one));
  return names.sort().map((one) => `${set}/${one}`);
}

/** Contents of a file that `dataFiles` named, unpacked when it ends in `.gz`. */
export function readData(path: string): string {
  const bytes = readFileSync(new URL(path, folder));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** What a file is called in figures: its path without endings, and without `.dev` for the part that is for development. */
export function nameOfFile(path: string): string {
  return path.replace(/(?:\.dev)?(?:\.(?:json|jsonl|gz|txt|csv|conll|yaml))+$/u, '');
}
