import type { BundleReader } from './bundle.ts';
import type { EntryChecker } from './check-entry.ts';
import type { ReadNote } from './check-note.ts';
import type { TreeChecker } from './check-tree.ts';
import type { Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { parseLeaf } from './leaf.ts';
import { hashBytes } from './merkle.ts';
import { hashAbove, type SkippedTile } from './stored-tree.ts';
import { entryBundlesOf, readEntries, type Tile, tilePath, tileWidth } from './tile.ts';

export interface ScanParts {
  readonly bundle: BundleReader;
  readonly entries: EntryChecker;
  readonly tree: TreeChecker<ReadNote>;
  readonly findings: Findings;
  /** Called ahead of the entries of each bundle. */
  onBundle(tile: Tile): Promise<void>;
}

/** The pass over all entries, one entry bundle in memory at a time. */
export class Scan {
  readonly #parts: ScanParts;
  /** Entries that were read. */
  read = 0;
  /** Entries at the beginning of which only the hashes are there. */
  pruned = 0;
  /** The last tile without entries; what follows tells more about it. */
  #skipped: SkippedTile | undefined;

  constructor(parts: ScanParts) {
    this.#parts = parts;
  }

  /** @returns whether every entry bundle was there, but for those at the beginning that only left their hashes */
  async run(size: number): Promise<boolean> {
    for (const tile of entryBundlesOf(size)) {
      const bytes = await this.#find(tile);
      if (bytes !== undefined) await this.#scan(tile, bytes);
      else if (!(await this.#skip(tile, size))) return this.#giveUp(tile);
    }
    await this.#settle(undefined);
    return true;
  }

  /**
   * V15: no entry is missing that the log does not say it has pruned.
   * @param prunedBelow what the entries say
   */
  checkPruned(prunedBelow: number): void {
    if (this.pruned <= prunedBelow) return;
    if (this.read === 0) {
      const message = 'no entry is there, and none could say that the others were pruned';
      this.#parts.findings.add({ check: 'V0', weight: 'incomplete', index: 0, message });
      return;
    }
    this.#parts.findings.add({
      check: 'V15',
      weight: this.#parts.entries.hasUnknown ? 'incomplete' : 'tampered',
      index: prunedBelow,
      message: 'entries are missing that were not pruned',
      expected: `entries from index ${prunedBelow} on`,
      actual: `entries from index ${this.pruned} on`,
    });
  }

  async #giveUp(tile: Tile): Promise<false> {
    await this.#settle(undefined);
    const { findings } = this.#parts;
    const missing = { file: tilePath(tile), index: tile.index * tileWidth };
    const message = 'the entries from here on are missing';
    findings.add({ check: 'V0', weight: 'incomplete', message, ...missing });
    return false;
  }

  /** Takes the hashes for the entries, as long as no entry has been read. */
  async #skip(tile: Tile, size: number): Promise<boolean> {
    const { bundle } = this.#parts;
    if (this.read > 0 || tile.width < tileWidth) return false;
    const hashes = await bundle.read(tilePath({ ...tile, level: 0 }));
    if (hashes?.length !== tileWidth * hashBytes) return false;
    await this.#settle(undefined);
    this.#skipped = { index: tile.index, hashes, above: await hashAbove(bundle, tile, size) };
    this.pruned = (tile.index + 1) * tileWidth;
    return true;
  }

  /** @param next the first entry that is there */
  async #settle(next: Uint8Array | undefined): Promise<void> {
    const skipped = this.#skipped;
    if (skipped === undefined) return;
    this.#skipped = undefined;
    const { entries, tree } = this.#parts;
    entries.resumeAfter(await tree.skip(skipped, next && prevOf(next)));
  }

  async #scan(tile: Tile, bytes: Uint8Array): Promise<void> {
    const { entries, findings, onBundle, tree } = this.#parts;
    const first = tile.index * tileWidth;
    const { entries: leaves, isCutOff } = readEntries(bytes);
    await this.#settle(leaves[0]);
    await onBundle(tile);
    for (const [at, leaf] of leaves.slice(0, tile.width).entries()) {
      const completed = tree.append(entries.check(leaf, first + at));
      if (completed.length > 0) await tree.compareTiles(completed);
      this.read++;
    }
    if (leaves.length === tile.width && !isCutOff) return;
    for (let at = leaves.length; at < tile.width; at++) entries.skip(first + at);
    findings.add({
      check: 'V5',
      weight: 'tampered',
      index: first + Math.min(leaves.length, tile.width),
      file: tilePath(tile),
      message: isCutOff ? 'an entry is cut off' : 'entries were added or removed',
      expected: `${tile.width} entries`,
      actual: `${leaves.length} entries`,
    });
  }

  /** Where entries were dropped from the end or added there, the file has the name of another width. */
  async #find(tile: Tile): Promise<Uint8Array | undefined> {
    const { bundle, findings } = this.#parts;
    const expected = tilePath(tile);
    const bytes = await bundle.read(expected);
    if (bytes !== undefined) return bytes;
    const full = tilePath({ ...tile, width: tileWidth });
    const file = bundle.names.find((one) => one === full || one.startsWith(`${full}.p/`));
    if (file === undefined) return undefined;
    const message = 'the entry bundle has the name of another size';
    const values = { file, message, expected, actual: file };
    findings.add({ check: 'V0', weight: 'incomplete', ...values });
    return bundle.read(file);
  }
}

function prevOf(leaf: Uint8Array): Uint8Array | undefined {
  try {
    return parseLeaf(leaf).prev;
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}
