import { concat } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { sha256 } from './sha256.ts';

/** Length of every hash in the tree. */
export const hashBytes = 32;

// Reused so that hashing an entry allocates nothing but its result; hashing is synchronous, so no two calls meet.
let leafScratch = new Uint8Array(4096);
const nodeScratch = new Uint8Array(1 + 2 * hashBytes);
nodeScratch[0] = 1;

/** SHA-256(0x00 ‖ leaf), RFC 6962 section 2.1. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  if (leaf.length >= leafScratch.length) leafScratch = new Uint8Array(2 * leaf.length);
  leafScratch.set(leaf, 1);
  return sha256(leafScratch.subarray(0, leaf.length + 1));
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  checkHash(left);
  checkHash(right);
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + hashBytes);
  return sha256(nodeScratch);
}

/** The same of two hashes that lie one behind the other. */
export function pairHash(pair: Uint8Array): Uint8Array {
  nodeScratch.set(pair, 1);
  return sha256(nodeScratch);
}

/** Root of the tree without entries: the SHA-256 of nothing. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** @throws AuditFormatError `bad_hash` unless the bytes have the length of a hash. */
export function checkHash(bytes: Uint8Array): void {
  if (bytes.length !== hashBytes) {
    throw new AuditFormatError('bad_hash', `a hash has ${hashBytes} bytes, not ${bytes.length}`);
  }
}

/** @throws AuditFormatError `bad_proof` unless the number can be an index or size that is exact in JavaScript. */
export function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new AuditFormatError('bad_proof', `${size} is not a tree size`);
  }
}

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest first, one for each set bit of the
 * size. It is all that is needed to append and to know the root, whatever the size of the log.
 */
export class CompactRange {
  #hashes: Uint8Array[];
  #size: number;

  constructor(size = 0, hashes: readonly Uint8Array[] = []) {
    checkSize(size);
    hashes.forEach(checkHash);
    if (hashes.length !== setBits(size)) {
      throw new AuditFormatError(
        'bad_hash',
        `a tree of ${size} has ${setBits(size)} subtree roots`,
      );
    }
    this.#size = size;
    this.#hashes = [...hashes];
  }

  /** Reads what `bytes` wrote. @throws AuditFormatError `bad_hash` when the length does not fit the size. */
  static from(bytes: Uint8Array, size: number): CompactRange {
    const hashes: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += hashBytes)
      hashes.push(bytes.slice(at, at + hashBytes));
    return new CompactRange(size, hashes);
  }

  get size(): number {
    return this.#size;
  }

  append(hash: Uint8Array): void {
    this.appendSubtree(hash, 0);
  }

  /**
   * Appends the root of a complete subtree of 2^height entries at once.
   * @throws AuditFormatError `bad_hash` when the present size is not a multiple of 2^height
   */
  appendSubtree(root: Uint8Array, height: number): void {
    const width = 2 ** height;
    if (this.#size % width !== 0) {
      throw new AuditFormatError('bad_hash', `no subtree of ${width} can start at ${this.#size}`);
    }
    let hash = root;
    checkHash(hash);
    for (let nodes = this.#size / width; nodes % 2 === 1; nodes = (nodes - 1) / 2) {
      hash = nodeHash(this.#hashes.pop() ?? emptyRoot(), hash);
    }
    this.#hashes.push(hash);
    this.#size += width;
  }

  root(): Uint8Array {
    return this.#hashes.reduceRight<Uint8Array | undefined>(joinLeft, undefined) ?? emptyRoot();
  }

  /** The subtree roots, largest first, 32 bytes each. */
  bytes(): Uint8Array {
    return concat(...this.#hashes);
  }

  clone(): CompactRange {
    return new CompactRange(this.#size, this.#hashes);
  }
}

function joinLeft(right: Uint8Array | undefined, left: Uint8Array): Uint8Array {
  return right === undefined ? left : nodeHash(left, right);
}

function setBits(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
