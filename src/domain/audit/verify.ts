import { encodeBase64 } from './base64.ts';
import type { BundleReader } from './bundle.ts';
import { EntryChecker } from './check-entry.ts';
import { checkEarlier, checkHead, checkPolicy, type Head, type Trust } from './check-note.ts';
import { type Marker, TreeChecker } from './check-tree.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type CheckId, type Finding, Findings } from './finding.ts';
import type { OpenIntent } from './outcome-ledger.ts';
import { originOf } from './policy.ts';
import { entryBundlesOf, readEntries, type Tile, tilePath, tileWidth } from './tile.ts';
import { formatTime, parseTime } from './time.ts';

export interface VerifyRequest {
  readonly trust: Trust;
  /** Checkpoints that the auditor kept, opened under the same policy: the log must still begin with what they signed. */
  readonly kept?: readonly Marker[];
  /** Microseconds since the epoch; a newest entry from before is stale evidence. */
  readonly newestAtLeast?: number;
}

/** What is known about a bundle once every byte of it has been looked at. */
export interface Verification {
  /** `verified` means: every entry is the one that was signed, in its place, and none is missing. */
  readonly verdict: 'verified' | 'tampered' | 'incomplete';
  readonly origin: string;
  /** Signed size of the log. */
  readonly size: number;
  /** Signed root, base64. */
  readonly root: string;
  /** Entries that were read. */
  readonly entries: number;
  /** Earlier checkpoints that the log was compared with. */
  readonly checkpoints: number;
  readonly firstBadIndex?: number;
  readonly findings: readonly Finding[];
  /** Number of findings per check; the list above is cut where there are many. */
  readonly findingCounts: Partial<Record<CheckId, number>>;
  /** Calls that were begun over an hour before the newest entry and have no outcome; a matter to look into, no fault. */
  readonly openIntents: readonly OpenIntent[];
  readonly newestTime?: string;
  readonly ignoredSignatures: readonly string[];
}

/**
 * Checks an evidence bundle against a policy, in one pass and in memory that does not grow with the log.
 * Rejects only when the reader does; whatever the bytes say becomes a finding.
 */
export async function verifyBundle(
  bundle: BundleReader,
  request: VerifyRequest,
): Promise<Verification> {
  const { trust, kept = [] } = request;
  const findings = new Findings();
  const tracked = new TrackedReader(bundle);
  await checkPolicy(tracked, trust, findings);
  const head = await checkHead(tracked, trust, findings);
  if (head === undefined) return emptyResult(trust, findings);
  const markers = [...(await checkEarlier(tracked, trust, findings)), ...kept];
  const entries = new EntryChecker(originOf(trust.policy), findings);
  const tree = new TreeChecker(tracked, markers, findings);
  const scan = new Scan({ bundle: tracked, entries, tree, findings });
  const isWhole = await scan.run(head.checkpoint);
  if (isWhole) reportUnread(tracked, findings);
  checkFreshness(entries.newestTime, request.newestAtLeast, findings);
  return result({ head, findings, entries, read: scan.read, checkpoints: markers.length });
}

/** Remembers which files were asked for, so that no file of the bundle goes unnoticed. */
class TrackedReader implements BundleReader {
  readonly #bundle: BundleReader;
  readonly #read = new Set<string>();

  constructor(bundle: BundleReader) {
    this.#bundle = bundle;
  }

  get names(): readonly string[] {
    return this.#bundle.names;
  }

  get unread(): string[] {
    return this.names.filter((name) => !this.#read.has(name));
  }

  read(name: string): Promise<Uint8Array | undefined> {
    this.#read.add(name);
    return this.#bundle.read(name);
  }
}

interface ScanParts {
  readonly bundle: TrackedReader;
  readonly entries: EntryChecker;
  readonly tree: TreeChecker;
  readonly findings: Findings;
}

/** The pass over all entries, one entry bundle in memory at a time. */
class Scan {
  readonly #parts: ScanParts;
  read = 0;

  constructor(parts: ScanParts) {
    this.#parts = parts;
  }

  /** @returns whether every entry bundle was there */
  async run(checkpoint: Checkpoint): Promise<boolean> {
    const { findings, tree } = this.#parts;
    for (const tile of entryBundlesOf(checkpoint.size)) {
      const bytes = await this.#find(tile);
      if (bytes === undefined) {
        const missing = { file: tilePath(tile), index: tile.index * tileWidth };
        const message = 'the entries from here on are missing';
        findings.add({ check: 'V0', weight: 'incomplete', message, ...missing });
        tree.abandon();
        return false;
      }
      await this.#scan(tile, bytes);
    }
    await tree.finish(checkpoint);
    return true;
  }

  async #scan(tile: Tile, bytes: Uint8Array): Promise<void> {
    const { entries, findings, tree } = this.#parts;
    const first = tile.index * tileWidth;
    const { entries: leaves, isCutOff } = readEntries(bytes);
    for (const [at, leaf] of leaves.slice(0, tile.width).entries()) {
      const completed = tree.append(entries.check(leaf, first + at));
      if (completed.length > 0) await tree.compareTiles(completed);
      this.read++;
    }
    if (leaves.length === tile.width && !isCutOff) return;
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
    const name = tilePath(tile);
    const bytes = await bundle.read(name);
    if (bytes !== undefined) return bytes;
    const full = tilePath({ ...tile, width: tileWidth });
    const other = bundle.names.find((one) => one === full || one.startsWith(`${full}.p/`));
    if (other === undefined) return undefined;
    const message = 'the entry bundle has the name of another size';
    findings.add({
      check: 'V0',
      weight: 'incomplete',
      file: other,
      message,
      expected: name,
      actual: other,
    });
    return bundle.read(other);
  }
}

function reportUnread(bundle: TrackedReader, findings: Findings): void {
  for (const file of bundle.unread) {
    const message = 'the file is no part of a bundle of this size';
    findings.add({ check: 'V0', weight: 'incomplete', file, message });
  }
}

function checkFreshness(newestTime: string, atLeast: number | undefined, findings: Findings): void {
  if (atLeast === undefined) return;
  if (newestTime !== '' && parseTime(newestTime) >= atLeast) return;
  findings.add({
    check: 'V17',
    weight: 'incomplete',
    message: 'the newest entry is too old: entries may be missing at the end',
    expected: `${formatTime(atLeast)} or later`,
    actual: newestTime === '' ? 'no entry' : newestTime,
  });
}

interface ResultParts {
  readonly head: Head;
  readonly findings: Findings;
  readonly entries: EntryChecker;
  readonly read: number;
  readonly checkpoints: number;
}

function result({ head, findings, entries, read, checkpoints }: ResultParts): Verification {
  const { origin, size, root } = head.checkpoint;
  const { firstBadIndex } = findings;
  const { newestTime, outcomes } = entries;
  return {
    verdict: findings.verdict,
    origin,
    size,
    root: encodeBase64(root),
    entries: read,
    checkpoints,
    ...(firstBadIndex === undefined ? {} : { firstBadIndex }),
    findings: findings.shown,
    findingCounts: findings.counts,
    openIntents: newestTime === '' ? [] : outcomes.overdue(newestTime),
    ...(newestTime === '' ? {} : { newestTime }),
    ignoredSignatures: head.ignoredSignatures,
  };
}

function emptyResult(trust: Trust, findings: Findings): Verification {
  return {
    verdict: findings.verdict,
    origin: originOf(trust.policy),
    size: 0,
    root: '',
    entries: 0,
    checkpoints: 0,
    findings: findings.shown,
    findingCounts: findings.counts,
    openIntents: [],
    ignoredSignatures: [],
  };
}
