import {
  type BundleReader,
  checkpointFile,
  policyFile,
} from '../../../../../src/domain/audit/bundle.ts';
import { parseTilePath } from '../../../../../src/domain/audit/parse-tile-path.ts';
import { type Tile, tilePath, tileWidth } from '../../../../../src/domain/audit/tile.ts';

/** Fetches one file of a log; undefined where there is none. Rejects when nobody can say. */
export type FetchFile = (name: string) => Promise<Uint8Array | undefined>;

/** Bundles that are under way at a time: a request takes longer than looking at what it brought. */
const aheadMax = 6;

/** A log on a server, read in the order of a verifier as if it were a bundle on disk. */
export class RemoteLog implements BundleReader {
  /** Tiles are not listed: a verifier knows which there must be, and whether they are there shows when it asks. */
  readonly names = [checkpointFile, policyFile];
  readonly #fetch: FetchFile;
  readonly #size: number;
  readonly #checkpoint: Uint8Array;
  readonly #onEntries: (read: number) => void;
  readonly #ahead = new Map<string, Promise<Uint8Array | undefined>>();

  /** @param head the checkpoint, fetched once: the log goes on growing while it is read */
  constructor(
    fetch: FetchFile,
    head: { readonly note: Uint8Array; readonly size: number },
    onEntries: (read: number) => void,
  ) {
    this.#fetch = fetch;
    this.#size = head.size;
    this.#checkpoint = head.note;
    this.#onEntries = onEntries;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    if (name === checkpointFile) return this.#checkpoint;
    const tile = parseTilePath(name);
    if (tile?.level !== 'entries') return this.#take(name);
    for (const next of this.#following(tile)) this.#start(next);
    const bytes = await this.#take(name);
    this.#onEntries(tile.index * tileWidth + tile.width);
    return bytes;
  }

  #following({ index }: Tile): string[] {
    const names: string[] = [];
    for (let next = index; next <= index + aheadMax && next * tileWidth < this.#size; next++) {
      const width = Math.min(tileWidth, this.#size - next * tileWidth);
      names.push(tilePath({ level: 'entries', index: next, width }));
      names.push(tilePath({ level: 0, index: next, width }));
    }
    return names;
  }

  #start(name: string): void {
    if (this.#ahead.has(name)) return;
    const fetched = this.#fetch(name);
    // Whoever reads the file hears of the failure; until then nobody listens.
    fetched.catch(() => undefined);
    this.#ahead.set(name, fetched);
  }

  #take(name: string): Promise<Uint8Array | undefined> {
    const started = this.#ahead.get(name);
    this.#ahead.delete(name);
    return started ?? this.#fetch(name);
  }
}
