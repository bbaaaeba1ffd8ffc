import { encodeBase64 } from './base64.ts';
import type { BundleReader } from './bundle.ts';
import { type CheckedAnchor, checkAnchors, type VerifyTimestamp } from './check-anchor.ts';
import { ContentChecker, type ContentCount } from './check-content.ts';
import { EntryChecker } from './check-entry.ts';
import {
  type KeptNote,
  type ReadNote,
  readEarlier,
  readHead,
  readKept,
  type Trust,
} from './check-note.ts';
import { SignatureChecker } from './check-signature.ts';
import { TreeChecker } from './check-tree.ts';
import { WitnessChecker, type Witnessed } from './check-witness.ts';
import { type Continuation, EvidenceLedger, type Gap } from './evidence-ledger.ts';
import { type CheckId, type Finding, Findings } from './finding.ts';
import { has } from './key-succession.ts';
import type { OpenIntent } from './outcome-ledger.ts';
import { originOf } from './policy.ts';
import { Scan } from './scan.ts';
import { isOf, vkeyOf } from './signed-note.ts';
import { formatTime, parseTime } from './time.ts';
import { TrackedReader } from './tracked-reader.ts';

export interface VerifyRequest {
  readonly trust: Trust;
  /** Microseconds since the epoch. */
  readonly now: number;
  /** Checkpoints that the auditor kept or had from a witness: the log must still begin with what they signed. */
  readonly kept?: readonly KeptNote[];
  /** Microseconds since the epoch; a newest entry from before is stale evidence. */
  readonly newestAtLeast?: number | undefined;
  /** Microseconds; more than this between two entries is a gap in the evidence. */
  readonly gapMax?: number | undefined;
  /** Without it time stamps are listed and not checked. */
  readonly verifyTimestamp?: VerifyTimestamp | undefined;
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
  /** Entries at the beginning that were pruned, as the log says. */
  readonly pruned: number;
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
  /** Keys that the log itself names as successors, or predecessors, of those that are pinned. */
  readonly followedKeys: readonly string[];
  readonly witnessed?: Witnessed;
  readonly anchors: readonly CheckedAnchor[];
  readonly content?: ContentCount;
  /** The log that this one follows. Whether that one ends there is for whoever has both. */
  readonly continues?: Continuation;
  readonly gaps: readonly Gap[];
}

/**
 * Checks an evidence bundle against a policy, in one pass and in memory that does not grow with the log.
 * Rejects only when the reader does; whatever the bytes say becomes a finding.
 * @throws AuditFormatError for a kept checkpoint that is none of this log
 */
export async function verifyBundle(
  bundle: BundleReader,
  request: VerifyRequest,
): Promise<Verification> {
  const kept = readKept(request.kept ?? [], originOf(request.trust.policy));
  return new Verifier(bundle, request).run(kept);
}

/** The checks in their order. Signatures come last, because the entries say which keys follow the trusted ones. */
class Verifier {
  readonly #bundle: TrackedReader;
  readonly #request: VerifyRequest;
  readonly #findings = new Findings();
  readonly #ledger: EvidenceLedger;
  readonly #content: ContentChecker;
  readonly #entries: EntryChecker;

  constructor(bundle: BundleReader, request: VerifyRequest) {
    const findings = this.#findings;
    this.#bundle = new TrackedReader(bundle);
    this.#request = request;
    const ledger = new EvidenceLedger(this.#origin, findings, request.gapMax);
    const content = new ContentChecker(this.#bundle, findings);
    this.#ledger = ledger;
    this.#content = content;
    this.#entries = new EntryChecker({
      origin: this.#origin,
      findings,
      onEntry: (entry) => {
        ledger.add(entry);
        content.check(entry);
      },
      onUnread: (index) => content.skip(index),
    });
  }

  async run(kept: readonly ReadNote[]): Promise<Verification> {
    const head = await readHead(this.#bundle, this.#origin, this.#findings);
    if (head === undefined) {
      await this.#signatures([], false).checkPolicy(this.#bundle);
      return this.#result([]);
    }
    const earlier = [...(await readEarlier(this.#bundle, this.#origin, this.#findings)), ...kept];
    const tree = new TreeChecker(this.#bundle, earlier, this.#findings);
    const scan = this.#scan(tree);
    const isWhole = await scan.run(head.size);
    const isRight = await tree.finish(head, isWhole);
    if (isWhole) scan.checkPruned(this.#ledger.prunedBelow);
    const areAllRead = isWhole && !this.#entries.hasUnknown;
    const weight = areAllRead ? 'tampered' : 'incomplete';
    const content = await this.#content.finish(this.#ledger.erasures, weight);
    const matched = isRight ? [...tree.matched, head] : [...tree.matched];

    const signatures = this.#signatures(matched, areAllRead && scan.pruned === 0);
    await signatures.checkPolicy(this.#bundle);
    const isSigned = signatures.checkHead(head);
    tree.reportDifferences(isSigned);
    const signed = new Set(earlier.filter((note) => signatures.check(note)));
    tree.reportContradictions((note) => signed.has(note));

    const vouched = matched.filter((note) => (note === head ? isSigned : signed.has(note)));
    const witnessed = this.#checkWitnesses(head, vouched);
    const anchors = await this.#checkAnchors([...signed, head]);
    this.#checkFreshness();
    if (isWhole && tree.size === head.size) this.#bundle.reportUnread(this.#findings);
    return {
      ...this.#result(signatures.succession.trusted, head),
      entries: scan.read,
      pruned: scan.pruned,
      checkpoints: signed.size,
      anchors,
      ...(witnessed && { witnessed }),
      ...(content && { content }),
    };
  }

  get #origin(): string {
    return originOf(this.#request.trust.policy);
  }

  #scan(tree: TreeChecker<ReadNote>): Scan {
    const onBundle = ({ index }: { readonly index: number }) => this.#content.startBundle(index);
    const [bundle, entries, findings] = [this.#bundle, this.#entries, this.#findings];
    return new Scan({ bundle, entries, findings, tree, onBundle });
  }

  #signatures(matched: readonly ReadNote[], areAllRead: boolean): SignatureChecker {
    const use = { matched, findings: this.#findings, areAllRead };
    return new SignatureChecker(this.#request.trust, this.#ledger.rotations, use);
  }

  #checkWitnesses(head: ReadNote, notes: readonly ReadNote[]): Witnessed | undefined {
    const { now, trust } = this.#request;
    const checker = new WitnessChecker(trust, now, this.#findings);
    const witnessed = checker.check(notes);
    checker.requireQuorum(head, witnessed);
    return witnessed;
  }

  #checkAnchors(notes: readonly ReadNote[]): Promise<CheckedAnchor[]> {
    const { verifyTimestamp } = this.#request;
    return checkAnchors(this.#bundle, { notes, findings: this.#findings, verifyTimestamp });
  }

  /** V17: the log was written to until lately. */
  #checkFreshness(): void {
    const { newestAtLeast } = this.#request;
    const { newestTime } = this.#entries;
    if (newestAtLeast === undefined) return;
    if (newestTime !== '' && parseTime(newestTime) >= newestAtLeast) return;
    this.#findings.add({
      check: 'V17',
      weight: 'incomplete',
      message: 'the newest entry is too old: entries may be missing at the end',
      expected: `${formatTime(newestAtLeast)} or later`,
      actual: newestTime === '' ? 'no entry' : newestTime,
    });
  }

  #result(trusted: SignatureChecker['succession']['trusted'], head?: ReadNote): Verification {
    const { logs, witnesses } = this.#request.trust.policy;
    const { continues, gaps } = this.#ledger;
    const { newestTime, outcomes } = this.#entries;
    const { firstBadIndex } = this.#findings;
    const known = [...trusted, ...witnesses.map(({ key }) => key)];
    const others = head?.note.signatures.filter((one) => !known.some((key) => isOf(one, key)));
    const followed = trusted.filter((key) => !has(logs, key));
    return {
      verdict: this.#findings.verdict,
      origin: head?.origin ?? this.#origin,
      size: head?.size ?? 0,
      root: head === undefined ? '' : encodeBase64(head.root),
      entries: 0,
      pruned: 0,
      checkpoints: 0,
      ...(firstBadIndex === undefined ? {} : { firstBadIndex }),
      findings: this.#findings.shown,
      findingCounts: this.#findings.counts,
      openIntents: newestTime === '' ? [] : outcomes.overdue(newestTime),
      ...(newestTime === '' ? {} : { newestTime }),
      ignoredSignatures: others?.map(({ name }) => name) ?? [],
      followedKeys: followed.map(({ name, publicKey }) => vkeyOf(name, publicKey)),
      anchors: [],
      ...(continues && { continues }),
      gaps,
    };
  }
}
