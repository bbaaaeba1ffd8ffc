const blockBytes = 512;
const text = new TextDecoder();

/** Counts the entries in an evidence bundle while it passes by, as a tar archive in pieces of any size. */
export class TarWatch {
  /** Entries in the entry bundles that have begun. */
  entries = 0;
  bytes = 0;
  /** Bytes until the next header. */
  #skip = 0;
  #header = new Uint8Array(0);

  push(piece: Uint8Array): void {
    this.bytes += piece.length;
    let at = 0;
    while (at < piece.length) {
      if (this.#skip > 0) {
        const taken = Math.min(this.#skip, piece.length - at);
        this.#skip -= taken;
        at += taken;
        continue;
      }
      const taken = Math.min(blockBytes - this.#header.length, piece.length - at);
      this.#header = joined(this.#header, piece.subarray(at, at + taken));
      at += taken;
      if (this.#header.length === blockBytes) this.#readHeader();
    }
  }

  #readHeader(): void {
    const [name = ''] = text.decode(this.#header.subarray(0, 100)).split('\0');
    const size = Number.parseInt(text.decode(this.#header.subarray(124, 135)), 8) || 0;
    this.#header = new Uint8Array(0);
    this.#skip = Math.ceil(size / blockBytes) * blockBytes;
    this.entries += entriesIn(name);
  }
}

/** How many entries a file of the bundle holds, by its name (c2sp.org/tlog-tiles). */
function entriesIn(name: string): number {
  if (!name.startsWith('tile/entries/')) return 0;
  const [, width] = /\.p\/(\d+)$/.exec(name) ?? [];
  return width === undefined ? 256 : Number(width);
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
