import { encodeBase64 } from './base64.ts';
import type { BundleReader } from './bundle.ts';
import { isEqual } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Finding, Findings } from './finding.ts';
import { hashBytes } from './merkle.ts';
import { checkFullTile, type SkippedTile, StoredTree, type WrongTile } from './stored-tree.ts';
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
  readonly #wrongTiles: WrongTile[] = [];
  readonly #stored: StoredTree;
  #wrongRoot: Finding | undefined;
  /** What the signed root is that of. */
  #rootIsOf: 'entries' | 'tiles' | 'neither' = 'neither';

  constructor(bundle: BundleReader, markers: readonly M[], findings: Findings) {
    this.#bundle = bundle;
    this.#findings = findings;
    this.#stored = new StoredTree(bundle);
    // The next one is at the end, where it can be taken off.
    this.#markers = markers.toSorted((left, right) => right.size - left.size);
    this.#compareMarkers();
  }

  /** How many entries there were. */
  get size(): number {
    return this.#tree.size;
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

  /**
   * Takes the hashes of a full tile for entries that are gone.
   * @param next what the entry behind it names as the one ahead
   * @returns hash of the last one
   */
  async skip(skipped: SkippedTile, next: Uint8Array | undefined): Promise<Uint8Array> {
    const { hashes, above } = skipped;
    const wrong = above && checkFullTile(skipped, above, next);
    const higher: HashTile[] = [];
    for (let at = 0; at < tileWidth; at++) {
      higher.push(...this.append(tileHash(hashes, at)).filter(({ tile }) => tile.level > 0));
    }
    if (above === undefined || wrong === undefined) {
      this.#stored.agree(this.#tree.complete(), hashes);
    } else {
      this.#wrongTiles.push(wrong);
      this.#stored.distrust(above);
    }
    await this.compareTiles(higher);
    return wrong?.index !== undefined && next ? next : hashes.slice(-hashBytes);
  }

  async compareTiles(tiles: readonly HashTile[]): Promise<void> {
    for (const tile of tiles) await this.#compareTile(tile);
  }

  /**
   * Compares what is left once all entries are in.
   * @param isWhole whether none was missing: else nothing can be said about their root
   * @returns whether they have the signed root
   */
  async finish(checkpoint: Checkpoint, isWhole: boolean): Promise<boolean> {
    if (isWhole) await this.#compareEdge(checkpoint.size);
    const isRight = isWhole && this.#compareRoot(checkpoint);
    if (isRight) this.#rootIsOf = 'entries';
    else if (await this.#stored.has(checkpoint)) this.#rootIsOf = 'tiles';
    if (isWhole) for (const marker of this.#markers) this.#contradictions.push({ marker });
    return isRight;
  }

  /**
   * V5 and V6: of an entry and a hash that disagree, the one that the signed root is not of was changed.
   * @param isSigned whether a trusted key signed the root: else it does not tell
   */
  reportDifferences(isSigned: boolean): void {
    const rootIsOf = isSigned ? this.#rootIsOf : 'neither';
    const leaves = this.#differences.filter(({ index }) => index !== undefined);
    // Where only hashes of entries that are gone were changed, those that are there are the signed ones.
    const isOfGone = rootIsOf === 'tiles' && leaves.length === 0 && this.#wrongTiles.length > 0;
    if (this.#wrongRoot !== undefined && !isOfGone) this.#findings.add(this.#wrongRoot);
    const blame = {
      entries: () => this.#blameTiles(),
      tiles: () => this.#blameEntries(leaves),
      neither: () => this.#blameNobody(leaves),
    };
    blame[rootIsOf]();
  }

  /** Of another size than was signed the tiles at the edge have other names, and only the leaves in them compare. */
  async #compareEdge(size: number): Promise<void> {
    const tiles = this.#tree.partialTiles();
    if (this.size === size) return this.compareTiles(tiles);
    const [edge] = tiles;
    if (edge?.tile.level !== 0) return;
    const first = edge.tile.index * tileWidth;
    const file = tilePath({ ...edge.tile, width: Math.min(tileWidth, size - first) });
    const stored = await this.#bundle.read(file);
    if (stored === undefined || stored.length < edge.hashes.length) return;
    this.#compareLeaves({ file, first }, stored.slice(0, edge.hashes.length), edge.hashes);
  }

  #compareRoot(checkpoint: Checkpoint): boolean {
    const root = this.#tree.root();
    const isRight = this.#tree.size === checkpoint.size && isEqual(root, checkpoint.root);
    if (!isRight) {
      this.#wrongRoot = {
        check: 'V5',
        weight: 'tampered',
        message: 'the entries do not have the signed size and root',
        expected: `${checkpoint.size} ${encodeBase64(checkpoint.root)}`,
        actual: `${this.#tree.size} ${encodeBase64(root)}`,
      };
    }
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

  #blameTiles(): void {
    for (const { expected, actual, ...finding } of this.#differences) {
      // Of a leaf hash the tile's was expected until the root told that the other one is right.
      const isLeaf = finding.index !== undefined;
      const [wanted, found] = isLeaf ? [actual, expected] : [expected, actual];
      this.#findings.add({
        ...finding,
        check: 'V6',
        ...(wanted === undefined ? {} : { expected: wanted }),
        ...(found === undefined ? {} : { actual: found }),
      });
    }
  }

  #blameEntries(leaves: readonly Finding[]): void {
    for (const finding of leaves) this.#findings.add({ ...finding, check: 'V5' });
    for (const { index, ...wrong } of this.#wrongTiles) {
      const message = 'the tile does not have the hash that the level above has of it';
      const place = index === undefined ? {} : { index };
      this.#findings.add({ check: 'V6', weight: 'tampered', message, ...wrong, ...place });
    }
  }

  #blameNobody(leaves: readonly Finding[]): void {
    const message =
      'entries and tile disagree, and no signed root tells which of the two was changed';
    // A changed entry also makes every tile above it differ; to name those says no more.
    for (const { index: _, ...finding } of leaves.length > 0 ? leaves : this.#differences) {
      this.#findings.add({ ...finding, check: 'V6', message });
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
      this.#hold({ check: 'V6', weight: 'tampered', file, message, ...differing(hashes, stored) });
    } else if (tile.level === 0) {
      this.#compareLeaves({ file, first: tile.index * tileWidth }, stored, hashes);
      this.#follow(tile, stored, hashes);
    }
  }

  /** What is not full is looked at in the end. */
  #follow({ width }: HashTile['tile'], stored: Uint8Array, hashes: Uint8Array): void {
    if (width < tileWidth) return;
    if (isEqual(stored, hashes)) this.#stored.agree(this.#tree.complete(), stored);
    else this.#stored.differ(stored);
  }

  #compareLeaves(
    { file, first }: { readonly file: string; readonly first: number },
    stored: Uint8Array,
    hashes: Uint8Array,
  ): void {
    for (let at = 0; at * hashBytes < hashes.length; at++) {
      const expected = tileHash(stored, at);
      const actual = tileHash(hashes, at);
      if (isEqual(expected, actual)) continue;
      this.#hold({
        check: 'V5',
        weight: 'tampered',
        index: first + at,
        file,
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

/** The first hashes that differ in two tiles of one length. */
function differing(
  rebuilt: Uint8Array,
  stored: Uint8Array,
): Required<Pick<Finding, 'expected' | 'actual'>> {
  const first = Math.floor(rebuilt.findIndex((byte, at) => byte !== stored[at]) / hashBytes);
  const valueIn = (hashes: Uint8Array) => encodeBase64(tileHash(hashes, first));
  return { expected: valueIn(rebuilt), actual: valueIn(stored) };
}
