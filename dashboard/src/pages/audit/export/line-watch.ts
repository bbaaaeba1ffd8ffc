const lineFeed = 0x0a;

/** Counts the records of an export while it passes by, one a line, in pieces of any size. */
export class LineWatch {
  /** Records that have ended. */
  entries = 0;
  bytes = 0;

  push(piece: Uint8Array): void {
    this.bytes += piece.length;
    for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1)) {
      this.entries += 1;
    }
  }
}
