import { isEqual } from './bytes.ts';
import type { Rotation } from './evidence-ledger.ts';
import { AuditFormatError } from './format-error.ts';
import { type Ed25519Verify, type NoteKey, type SignedNote, signersOf } from './signed-note.ts';

/** A signed note about a tree that the entries do have at that size. */
export interface Voucher {
  readonly note: SignedNote;
  readonly size: number;
}

export interface Succession {
  /** The keys that were trusted from the start, and those that the log itself names under their signature. */
  readonly trusted: readonly NoteKey[];
  /** Of them, those whose successor is trusted as well, with the entry that says so. */
  readonly retired: readonly Rotation[];
  /** Keys that entries name beside a trusted key, which no trusted key has signed for. */
  readonly unproven: readonly UnprovenKey[];
}

/** Nothing shows that it was the log that named this key. */
export interface UnprovenKey {
  readonly key: NoteKey;
  /** Position of the entry that names it. */
  readonly index: number;
  /** The other key of the entry, of which a checkpoint that covers it is missing. */
  readonly by: NoteKey;
}

/**
 * Follows `log.key_rotated` from the keys that are trusted to others. An entry counts once a key that is trusted by
 * then has signed a tree which holds it; then each of its two keys vouches for the other, so that one who trusts only
 * the newest can read what the older ones signed.
 */
export function followRotations(
  pinned: readonly NoteKey[],
  {
    rotations,
    vouchers,
  }: { readonly rotations: readonly Rotation[]; readonly vouchers: readonly Voucher[] },
  verify: Ed25519Verify,
): Succession {
  const trusted = [...pinned];
  const waiting = rotations.filter(({ from, to }) =>
    [from, to].every(({ name }) => name === pinned[0]?.name),
  );
  const largestFirst = vouchers.toSorted((left, right) => right.size - left.size);
  for (let added = waiting.length > 0; added; ) {
    const covered = coveredSize(largestFirst, trusted, verify);
    const next = waiting.find(
      ({ index, from, to }) => index < covered && has(trusted, from) !== has(trusted, to),
    );
    added = next !== undefined;
    if (next !== undefined) trusted.push(has(trusted, next.from) ? next.to : next.from);
  }
  const followed = waiting.filter(({ from, to }) => has(trusted, from) && has(trusted, to));
  const retired = followed.filter((one) => isLast(one, followed));
  return { trusted, retired, unproven: unprovenKeys(waiting, trusted) };
}

/** What the rotations would lead to if all of them counted. */
function unprovenKeys(rotations: readonly Rotation[], trusted: readonly NoteKey[]): UnprovenKey[] {
  const found: UnprovenKey[] = [];
  for (;;) {
    const known = [...trusted, ...found.map(({ key }) => key)];
    const next = rotations.find(({ from, to }) => has(known, from) !== has(known, to));
    if (next === undefined) return found;
    const { index, from, to } = next;
    found.push(has(known, from) ? { key: to, index, by: from } : { key: from, index, by: to });
  }
}

/** Whether a list holds the key. */
export function has(keys: readonly NoteKey[], key: NoteKey): boolean {
  return keys.some((one) => one.name === key.name && isEqual(one.publicKey, key.publicKey));
}

/** Of several rotations away from a key and back to it only the last one says what it is now. */
function isLast(rotation: Rotation, followed: readonly Rotation[]): boolean {
  return !followed.some(({ index, to }) => index > rotation.index && has([to], rotation.from));
}

/** How far the trusted keys have signed. */
function coveredSize(
  largestFirst: readonly Voucher[],
  trusted: readonly NoteKey[],
  verify: Ed25519Verify,
): number {
  return largestFirst.find(({ note }) => isSignedBy(note, trusted, verify))?.size ?? 0;
}

/** Whether one of the keys signed; a signature that is not valid condemns the note. */
export function isSignedBy(
  note: SignedNote,
  keys: readonly NoteKey[],
  verify: Ed25519Verify,
): boolean {
  try {
    return signersOf(note, keys, verify).length > 0;
  } catch (error) {
    if (error instanceof AuditFormatError) return false;
    throw error;
  }
}
