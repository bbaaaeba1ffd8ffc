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
import { leafHash } from '../src/domain/audit/merkle.ts';
import { entryBundlesOf, readEntries, tilePath } from '../src/domain/audit/tile.ts';
import { verifyBundle } from '../src/domain/audit/verify.ts';
import { evidenceFiles, evidencePolicy } from './evidence-files.ts';

/**
 * How many entries one second of processor time verifies, out of an archive on disk, from opening it to the verdict.
 * Beside it the SHA-256 of the same leaves, as bare as it can be had, and what starting the program took: neither is in
 * the figure. Each size runs in a process of its own, so that the memory it took at most is that of this size.
 */

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
      await pipeline(Readable.from(writeTar(evidenceFiles(size))), createWriteStream(path));
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
  const trust = { policy: evidencePolicy, isPinned: true, verifySignature: ed25519Verify };
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
