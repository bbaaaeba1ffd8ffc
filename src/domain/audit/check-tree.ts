import { encodeBase64 } from './base64.ts';
import type { BundleReader } from './bundle.ts';
import { isEqual } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Finding, Findings } from './finding.ts';
import { hashBytes } from './merkle.ts';
import { tileHash, tilePath, tileWidth } from './tile.ts';
import { type HashTile, TileBuilder } from './tile-builder.ts';

/** A signed statement that the tree had this root at this size, and where it was found. */
export interface Marker extends Checkpoint {
  readonly file: string;
}

/** A statement that the entries do not bear out. */
interface Contradiction<M> {
  readonly marker: M;
  /** Root of the entries at that size; undefined where there are fewer. */
  readonly actual?: Uint8Array;
}

/** V5, V6 and V12: the tree is built anew from the entries and compared with everything that speaks of it. */
export class TreeChecker<M extends Marker> {
  readonly #tree = new TileBuilder();
  readonly #bundle: BundleReader;
  readonly #findings: Findings;
  readonly #markers: M[];
  readonly #matched: M[] = [];
  readonly #contradictions: Contradiction<M>[] = [];
  /** Held back until the root tells whether the entry or the tile is the one that was changed. */
  readonly #differences: Finding[] = [];

  constructor(bundle: BundleReader, markers: readonly M[], findings: Findings) {
    this.#bundle = bundle;
    this.#findings = findings;
    // The next one is at the end, where it can be taken off.
    this.#markers = markers.toSorted((left, right) => right.size - left.size);
    this.#compareMarkers();
  }

  /** Statements that the entries bear out. */
  get matched(): readonly M[] {
    return this.#matched;
  }

  /** @returns the tiles that this entry completed, for `compareTiles` */
  append(hash: Uint8Array): readonly HashTile[] {
    const completed = this.#tree.append(hash);
    if (this.#markers.at(-1)?.size === this.#tree.size) this.#compareMarkers();
    return completed;
  }

  async compareTiles(tiles: readonly HashTile[]): Promise<void> {
    for (const tile of tiles) await this.#compareTile(tile);
  }

  /** Compares what is left once all entries are in. @returns whether they have the signed root */
  async finish(checkpoint: Checkpoint): Promise<boolean> {
    await this.compareTiles(this.#tree.partialTiles());
    const root = this.#tree.root();
    const isRight = this.#tree.size === checkpoint.size && isEqual(root, checkpoint.root);
    // Under a right root the entries are the signed ones, so a tile that differs from them is what was changed.
    this.#reportDifferences(isRight ? 'V6' : 'V5');
    if (!isRight) {
      this.#findings.add({
        check: 'V5',
        weight: 'tampered',
        message: 'the entries do not have the signed size and root',
        expected: `${checkpoint.size} ${encodeBase64(checkpoint.root)}`,
        actual: `${this.#tree.size} ${encodeBase64(root)}`,
      });
    }
    for (const marker of this.#markers) this.#contradictions.push({ marker });
    return isRight;
  }

  /** V12: statements that the log signed and the entries do not bear out. */
  reportContradictions(isSigned: (marker: M) => boolean): void {
    for (const { marker, actual } of this.#contradictions.filter((one) => isSigned(one.marker))) {
      const { file, size, root } = marker;
      const message =
        actual === undefined
          ? 'the log once signed more entries than there are'
          : `the first ${size} entries are not the ones signed earlier`;
      const values =
        actual === undefined
          ? { expected: String(size), actual: String(this.#tree.size) }
          : { expected: encodeBase64(root), actual: encodeBase64(actual) };
      this.#findings.add({ check: 'V12', weight: 'tampered', file, message, ...values });
    }
  }

  /** Where a file is missing nothing can be said about the root; what was found until then stands. */
  abandon(): void {
    this.#reportDifferences('V5');
  }

  #reportDifferences(check: 'V5' | 'V6'): void {
    const leaves = this.#differences.filter(({ index }) => index !== undefined);
    // A changed entry also makes every tile above it differ; to name those would blame what is in order.
    const shown = check === 'V5' && leaves.length > 0 ? leaves : this.#differences;
    for (const finding of shown) {
      this.#findings.add(finding.index === undefined ? finding : { ...finding, check });
    }
  }

  #compareMarkers(): void {
    while (this.#markers.at(-1)?.size === this.#tree.size) {
      const marker = this.#markers.pop();
      const actual = this.#tree.root();
      if (marker === undefined) continue;
      if (isEqual(marker.root, actual)) this.#matched.push(marker);
      else this.#contradictions.push({ marker, actual });
    }
  }

  async #compareTile({ tile, hashes }: HashTile): Promise<void> {
    const file = tilePath(tile);
    const stored = await this.#bundle.read(file);
    if (stored === undefined) {
      this.#findings.add({
        check: 'V0',
        weight: 'incomplete',
        file,
        message: 'the tile is missing',
      });
    } else if (stored.length !== hashes.length) {
      const lengths = { expected: String(hashes.length), actual: String(stored.length) };
      this.#findings.add({
        check: 'V6',
        weight: 'tampered',
        file,
        message: 'length of the tile',
        ...lengths,
      });
    } else if (tile.level > 0 && !isEqual(stored, hashes)) {
      const message = 'the tile is not that of the entries';
      this.#hold({ check: 'V6', weight: 'tampered', file, message });
    } else if (tile.level === 0) {
      this.#compareLeaves(tile.index * tileWidth, stored, hashes);
    }
  }

  #compareLeaves(first: number, stored: Uint8Array, hashes: Uint8Array): void {
    for (let at = 0; at * hashBytes < hashes.length; at++) {
      const expected = tileHash(stored, at);
      const actual = tileHash(hashes, at);
      if (isEqual(expected, actual)) continue;
      this.#hold({
        check: 'V5',
        weight: 'tampered',
        index: first + at,
        message: 'the hash of the entry is not the one in its tile',
        expected: encodeBase64(expected),
        actual: encodeBase64(actual),
      });
    }
  }

  #hold(finding: Finding): void {
    const heldMax = 1024;
    if (this.#differences.length < heldMax) this.#differences.push(finding);
  }
}
