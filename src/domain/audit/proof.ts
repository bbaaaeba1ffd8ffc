import { isEqual } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { checkHash, checkSize, emptyRoot, hashBytes, nodeHash } from './merkle.ts';

/** A complete subtree: 2^height entries from `index` times that. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** Looks up the root of a complete subtree. */
export type HashReader = (subtree: Subtree) => Promise<Uint8Array>;

interface Range {
  readonly begin: number;
  readonly end: number;
}

/**
 * Hashes that lead from one entry to the root, leaf side first (RFC 6962 section 2.1.1).
 * @throws AuditFormatError `bad_proof` when the tree has no such entry
 */
export async function proveInclusion(
  index: number,
  size: number,
  read: HashReader,
): Promise<Uint8Array[]> {
  checkSize(index);
  checkSize(size);
  if (index >= size)
    throw new AuditFormatError('bad_proof', `no entry ${index} in a tree of ${size}`);
  const siblings: Range[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    siblings.unshift(index < middle ? { begin: middle, end } : { begin, end: middle });
    if (index < middle) end = middle;
    else begin = middle;
  }
  return Promise.all(siblings.map((range) => rangeRoot(range, read)));
}

/**
 * Hashes that show the tree of the first size to be a prefix of the other (RFC 6962 section 2.1.2).
 * @throws AuditFormatError `bad_proof` from size 0, about which nothing can be proven
 */
export async function proveConsistency(
  size1: number,
  size2: number,
  read: HashReader,
): Promise<Uint8Array[]> {
  checkSize(size1);
  checkSize(size2);
  if (size1 === 0 || size1 > size2) {
    throw new AuditFormatError(
      'bad_proof',
      `nothing leads from a tree of ${size1} to one of ${size2}`,
    );
  }
  const ranges: Range[] = [];
  let begin = 0;
  let end = size2;
  while (end !== size1) {
    const middle = begin + splitOf(end - begin);
    ranges.unshift(size1 <= middle ? { begin: middle, end } : { begin, end: middle });
    if (size1 <= middle) end = middle;
    else begin = middle;
  }
  // When the old tree is itself one complete subtree the verifier starts from its root, which it knows.
  if (begin !== 0) ranges.unshift({ begin, end });
  return Promise.all(ranges.map((range) => rangeRoot(range, read)));
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the entry is in the tree (RFC 9162 section 2.1.3.2). Malformed claims are false. */
export function verifyInclusion({ index, size, leafHash, root, proof }: InclusionClaim): boolean {
  if (!areSizes(index, size) || index >= size || !areHashes([leafHash, root, ...proof]))
    return false;
  const sides = sidesOf(index, size - 1, proof.length);
  return sides !== undefined && isEqual(climb(leafHash, proof, sides), root);
}

export interface ConsistencyClaim {
  readonly size1: number;
  readonly root1: Uint8Array;
  readonly size2: number;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the first tree is a prefix of the second (RFC 9162 section 2.1.4.2). From size 0 it is always false:
 * such a "proof" would hold for every log. Malformed claims are false.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { size1, root1, size2, root2, proof } = claim;
  if (!areSizes(size1, size2) || size1 === 0 || size1 > size2) return false;
  // A tree is a prefix of itself; no hash is computed, so none needs to have the length of one.
  if (size1 === size2) return proof.length === 0 && isEqual(root1, root2);
  return proof.length > 0 && areHashes([root1, root2, ...proof]) && connects(claim);
}

function connects({ size1, root1, size2, root2, proof }: ConsistencyClaim): boolean {
  const [first = root1, ...rest] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  let [fn, sn] = [size1 - 1, size2 - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const sides = sidesOf(fn, sn, rest.length);
  if (sides === undefined) return false;
  // What joins from the right came after the first tree.
  const old = rest.filter((_, at) => sides[at] === 'left');
  const allLeft = old.map((): Side => 'left');
  return isEqual(climb(first, old, allLeft), root1) && isEqual(climb(first, rest, sides), root2);
}

type Side = 'left' | 'right';

/** On which side of the path each hash of a proof joins; undefined when a proof must have another length. */
function sidesOf(first: number, last: number, length: number): Side[] | undefined {
  const sides: Side[] = [];
  let [fn, sn] = [first, last];
  while (sides.length < length) {
    if (sn === 0) return undefined;
    const joinsLeft = fn % 2 === 1 || fn === sn;
    sides.push(joinsLeft ? 'left' : 'right');
    // At the right edge of the tree whole levels have no sibling.
    while (joinsLeft && fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? sides : undefined;
}

function climb(
  from: Uint8Array,
  siblings: readonly Uint8Array[],
  sides: readonly Side[],
): Uint8Array {
  return siblings.reduce(
    (hash, sibling, at) =>
      sides[at] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling),
    from,
  );
}

/** Root of any run of entries that is a subtree of the log, complete or at its right edge. */
async function rangeRoot({ begin, end }: Range, read: HashReader): Promise<Uint8Array> {
  const width = end - begin;
  if (isPowerOfTwo(width)) {
    const hash = await read({ height: Math.round(Math.log2(width)), index: begin / width });
    checkHash(hash);
    return hash;
  }
  const middle = begin + splitOf(width);
  return nodeHash(
    await rangeRoot({ begin, end: middle }, read),
    await rangeRoot({ begin: middle, end }, read),
  );
}

/**
 * Root of the tree of the first entries.
 * @throws AuditFormatError what `read` throws for hashes that are not there
 */
export async function treeRoot(size: number, read: HashReader): Promise<Uint8Array> {
  checkSize(size);
  return size === 0 ? emptyRoot() : rangeRoot({ begin: 0, end: size }, read);
}

/** The largest power of two below the width. */
function splitOf(width: number): number {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}

// Bit shifts would cut an index to 32 bits.
function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return 2 ** Math.round(Math.log2(value)) === value;
}

function areSizes(...sizes: readonly number[]): boolean {
  return sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === hashBytes);
}
