import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { openBundle } from '../src/adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../src/adapters/evidence/ed25519.ts';
import { writeTar } from '../src/adapters/evidence/tar.ts';
import { checkpointFile, policyFile } from '../src/domain/audit/bundle.ts';
import { utf8 } from '../src/domain/audit/bytes.ts';
import { signCheckpoint } from '../src/domain/audit/checkpoint.ts';
import { classOfType } from '../src/domain/audit/class-of-type.ts';
import { encodeBody } from '../src/domain/audit/entry.ts';
import type { AuditBody, AuditClass } from '../src/domain/audit/fact.ts';
import { encodeLeaf, genesisHash } from '../src/domain/audit/leaf.ts';
import { leafHash } from '../src/domain/audit/merkle.ts';
import { formatPolicy, policyOf } from '../src/domain/audit/policy.ts';
import { noteKey } from '../src/domain/audit/signed-note.ts';
import {
  encodeEntryBundle,
  entryBundlesOf,
  readEntries,
  tilePath,
  tileWidth,
} from '../src/domain/audit/tile.ts';
import { TileBuilder } from '../src/domain/audit/tile-builder.ts';
import { formatTime } from '../src/domain/audit/time.ts';
import { verifyBundle } from '../src/domain/audit/verify.ts';
import { makeId } from '../src/domain/ids.ts';
import type { BundleFile } from '../src/ports/unit-of-work.ts';
import { sampleBody } from '../tests/vectors/sample-facts.ts';
import { sampleSigner } from '../tests/vectors/sample-log.ts';

/**
 * How many entries one second of processor time verifies: a log of calls, nine pairs of intent and outcome to two other
 * entries, out of an archive on disk, from opening it to the verdict. Beside it the SHA-256 of the same leaves, as bare
 * as it can be had, and what starting the program took: neither is in the figure. Each size
 * runs in a process of its own, so that the memory it took at most is that of this size.
 */

const signer = sampleSigner();
const policy = policyOf(noteKey(signer.name, signer.publicKey));
const startMs = Date.UTC(2026, 0, 2);
const perCycle = 20;

interface Measured {
  readonly entriesPerCpuSecond: number;
  readonly hashesPerCpuSecond: number;
  readonly bytesPerEntry: number;
  readonly megabytesMax: number;
  /** Processor time ahead of the archive: loading the program. */
  readonly startSeconds: number;
}

const [, , archive, count] = process.argv;
if (archive !== undefined && count !== undefined) {
  process.stdout.write(JSON.stringify(await measure(archive, Number(count))));
} else {
  await compareSizes([50_000, 400_000]);
}

async function compareSizes(sizes: readonly number[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'monago-bench-'));
  try {
    for (const size of sizes) {
      const path = join(directory, `${size}.tar`);
      await pipeline(Readable.from(writeTar(filesOf(size))), createWriteStream(path));
      const [script, options] = [fileURLToPath(import.meta.url), { encoding: 'utf8' as const }];
      const child = [...process.execArgv, script, path, String(size)];
      const { stdout, stderr } = spawnSync(process.execPath, child, options);
      if (stdout === '') throw new Error(stderr);
      report(size, JSON.parse(stdout));
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(size: number, result: Measured): void {
  const ratio = result.hashesPerCpuSecond / result.entriesPerCpuSecond;
  process.stdout.write(
    `${size} entries of ${Math.round(result.bytesPerEntry)} bytes: ` +
      `${Math.round(result.entriesPerCpuSecond)} verified a CPU-second, ` +
      `${ratio.toFixed(1)} times their SHA-256 (${Math.round(result.hashesPerCpuSecond)}), ` +
      `${Math.round(result.megabytesMax)} MB at most; ` +
      `not counted: ${Math.round(result.startSeconds * 1000)} ms to start\n`,
  );
}

async function measure(path: string, size: number): Promise<Measured> {
  const began = process.cpuUsage();
  const startSeconds = secondsOf(began);
  const opened = await openBundle(path);
  if (opened.kind !== 'opened') throw new Error(opened.message);
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  const { verdict } = await verifyBundle(opened.bundle, { trust, now: Date.now() * 1000 });
  const verifySeconds = secondsSince(began);
  if (verdict !== 'verified') throw new Error(`the bundle is ${verdict}`);
  const megabytesMax = process.resourceUsage().maxRSS / 1024;
  let [hashSeconds, bytes] = [0, 0];
  for (const tile of entryBundlesOf(size)) {
    const { entries } = readEntries((await opened.bundle.read(tilePath(tile))) ?? new Uint8Array());
    const hashing = process.cpuUsage();
    for (const entry of entries) leafHash(entry);
    hashSeconds += secondsSince(hashing);
    bytes += entries.reduce((sum, entry) => sum + entry.length, 0);
  }
  await opened.close();
  return {
    entriesPerCpuSecond: size / verifySeconds,
    hashesPerCpuSecond: size / hashSeconds,
    bytesPerEntry: bytes / size,
    megabytesMax,
    startSeconds,
  };
}

function secondsSince(began: NodeJS.CpuUsage): number {
  return secondsOf(process.cpuUsage(began));
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000_000;
}

/** A sound bundle of any size, one entry bundle in memory at a time. */
function* filesOf(size: number): Generator<BundleFile> {
  const tree = new TileBuilder();
  const counters: Record<AuditClass, number> = { ai: 0, admin: 0, auth: 0, sys: 0 };
  let prev = genesisHash(signer.name);
  for (const tile of entryBundlesOf(size)) {
    const leaves: Uint8Array[] = [];
    for (let index = tile.index * tileWidth; leaves.length < tile.width; index++) {
      const body = bodyAt(index);
      const entryClass = classOfType[body.type];
      const [classIndex, origin] = [counters[entryClass]++, signer.name];
      const frame = { origin, index, class: entryClass, classIndex, time: body.obs_time, prev };
      const leaf = encodeLeaf({ ...frame, body: encodeBody(body) });
      prev = leafHash(leaf);
      leaves.push(leaf);
      for (const full of tree.append(prev)) yield { name: tilePath(full.tile), bytes: full.hashes };
    }
    yield { name: tilePath(tile), bytes: encodeEntryBundle(leaves) };
  }
  for (const part of tree.partialTiles()) yield { name: tilePath(part.tile), bytes: part.hashes };
  yield { name: policyFile, bytes: utf8(formatPolicy(policy)) };
  const head = { origin: signer.name, size, root: tree.root() };
  yield { name: checkpointFile, bytes: utf8(signCheckpoint(head, signer)) };
}

function bodyAt(index: number): AuditBody {
  const id = idAt(index);
  const frame = { id, obs_time: formatTime((startMs + index) * 1000) };
  if (index === 0) return { ...sampleBody(0), ...frame };
  const place = index % perCycle;
  if (place < 2) return { ...sampleBody(2 + place), ...frame };
  if (place % 2 === 0) return { ...sampleBody(4), ...frame };
  const outcome = sampleBody(5);
  if (outcome.type !== 'ai.request.outcome') throw new Error('the samples were moved');
  return { ...outcome, ...frame, intent: idAt(index - 1) };
}

function idAt(index: number): AuditBody['id'] {
  return makeId(
    'aud',
    startMs + index,
    Uint8Array.from({ length: 10 }, (_, at) => index >> at),
  );
}
