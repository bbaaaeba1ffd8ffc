import { decodeBase64, encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat } from '../../src/domain/audit/bytes.ts';

/** What becomes of a file: gone, other bytes, or some of its bytes replaced. */
type FilePatch =
  | null
  | string
  | { readonly at: number; readonly length: number; readonly bytes: string };

/** Files by name that are not as in another bundle; bytes in base64. */
export type BundlePatch = Readonly<Record<string, FilePatch>>;

type Files = ReadonlyMap<string, Uint8Array>;

/** The smallest patch with one replacement for each file that makes one bundle of the other. */
export function patchOf(base: Files, changed: Files): BundlePatch {
  const patch: Record<string, FilePatch> = {};
  for (const name of base.keys()) if (!changed.has(name)) patch[name] = null;
  for (const [name, bytes] of changed) {
    const before = base.get(name);
    if (before === undefined) patch[name] = encodeBase64(bytes);
    else if (!Buffer.from(before).equals(bytes)) patch[name] = splice(before, bytes);
  }
  return patch;
}

/** Replaces bytes of one file. */
export function splice(before: Uint8Array, after: Uint8Array): Exclude<FilePatch, null | string> {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at++;
  let tail = 0;
  while (tail < most - at && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const bytes = encodeBase64(after.slice(at, after.length - tail));
  return { at, length: before.length - tail - at, bytes };
}

export function spliced(
  before: Uint8Array,
  { at, length, bytes }: ReturnType<typeof splice>,
): Uint8Array {
  return concat(before.slice(0, at), decodeBase64(bytes), before.slice(at + length));
}

export function patched(base: Files, patch: BundlePatch): Map<string, Uint8Array> {
  const files = new Map(base);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) files.delete(name);
    else if (typeof change === 'string') files.set(name, decodeBase64(change));
    else files.set(name, spliced(files.get(name) ?? new Uint8Array(), change));
  }
  return files;
}
