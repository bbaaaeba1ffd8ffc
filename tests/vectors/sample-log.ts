import { ed25519Signer, ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import type { BundleReader } from '../../src/domain/audit/bundle.ts';
import { signCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { classOfType } from '../../src/domain/audit/class-of-type.ts';
import { encodeBody } from '../../src/domain/audit/entry.ts';
import type { AuditBody, AuditClass } from '../../src/domain/audit/fact.ts';
import { encodeLeaf, genesisHash, type Leaf } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import { type LogPolicy, policyOf } from '../../src/domain/audit/policy.ts';
import { type NoteSigner, noteKey } from '../../src/domain/audit/signed-note.ts';
import { type VerifyRequest, verifyBundle } from '../../src/domain/audit/verify.ts';
import { writeBundle } from './bundle-writer.ts';
import { bytesOf, sampleBody, timeAt } from './sample-facts.ts';

/** A log that is the same on every machine: fixed seeds stand in for the clock and the CSPRNG. */
export interface SampleLog {
  readonly origin: string;
  readonly leaves: readonly Uint8Array[];
  readonly signer: NoteSigner;
  readonly policy: LogPolicy;
  /** The signed checkpoint over the first entries. */
  checkpointAt(size: number): string;
}

const origin = 'audit.monago.example/log/01JDSAMPLE0000000000000000';
/** When the sample logs are verified; microseconds since the epoch. */
export const sampleNow = Date.UTC(2026, 0, 3) * 1000;

/** Private key of the sample logs; the second one is a forger's. */
export function sampleSigner(seed = 1, name = origin): NoteSigner {
  return ed25519Signer(name, bytesOf(seed, 32));
}

export function sampleLog(size: number, signer: NoteSigner = sampleSigner()): SampleLog {
  return logOf(leavesOf(size, signer.name), signer);
}

/** A log of any leaves, signed whether or not they are in order. */
export function logOf(
  leaves: readonly Uint8Array[],
  signer: NoteSigner = sampleSigner(),
): SampleLog {
  return {
    origin: signer.name,
    leaves,
    signer,
    policy: policyOf(noteKey(signer.name, signer.publicKey)),
    checkpointAt: (count) => signedHead(leaves.slice(0, count), signer),
  };
}

/** The signed checkpoint over any leaves. */
function signedHead(leaves: readonly Uint8Array[], signer: NoteSigner): string {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leafHash(leaf));
  const head = { origin: signer.name, size: leaves.length, root: range.root() };
  return signCheckpoint(head, signer);
}

/** The files of the log's evidence bundle, with earlier checkpoints of the given sizes. */
export async function bundleOf(
  log: SampleLog,
  earlier: readonly number[] = [],
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const checkpoints = earlier.map((size) => ({ size, note: log.checkpointAt(size) }));
  const checkpoint = log.checkpointAt(log.leaves.length);
  const { policy, leaves } = log;
  for (const file of writeBundle({ policy, checkpoint, checkpoints, leaves })) {
    files.set(file.name, file.bytes);
  }
  return files;
}

export function readerOf(files: ReadonlyMap<string, Uint8Array>): BundleReader {
  return { names: [...files.keys()], read: async (name) => files.get(name) };
}

/** Verifies files with the log's own policy pinned. */
export function verifyFiles(
  files: ReadonlyMap<string, Uint8Array>,
  log: SampleLog,
  more: Partial<VerifyRequest> = {},
) {
  const trust = { policy: log.policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyBundle(readerOf(files), { trust, now: sampleNow, ...more });
}

function leavesOf(size: number, logName: string = origin): Uint8Array[] {
  return framed(
    Array.from({ length: size }, (_, index) => ({ body: sampleBody(index) })),
    logName,
  );
}

/** An entry to frame; the patch is what a faulty log would write instead. */
export interface UnframedEntry {
  readonly body: AuditBody;
  readonly patch?: Partial<Leaf>;
}

/** Frames bodies as a log does: index, counters, time and the hash of the entry ahead. */
export function framed(entries: readonly UnframedEntry[], logName: string = origin): Uint8Array[] {
  const leaves: Uint8Array[] = [];
  const counters: Record<AuditClass, number> = { ai: 0, admin: 0, auth: 0, sys: 0 };
  let prev = genesisHash(logName);
  for (const [index, { body, patch }] of entries.entries()) {
    const entryClass = classOfType[body.type];
    const leaf = encodeLeaf({
      origin: logName,
      index,
      class: entryClass,
      classIndex: counters[entryClass]++,
      time: timeAt(index),
      prev,
      body: encodeBody(body),
      ...patch,
    });
    prev = leafHash(leaf);
    leaves.push(leaf);
  }
  return leaves;
}
