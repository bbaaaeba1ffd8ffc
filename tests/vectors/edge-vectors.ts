import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import type { Finding } from '../../src/domain/audit/finding.ts';
import { formatPolicy, type LogPolicy, parsePolicy } from '../../src/domain/audit/policy.ts';
import { type Verification, verifyBundle } from '../../src/domain/audit/verify.ts';
import { type BundlePatch, patchOf } from './bundle-patch.ts';
import {
  type Asked,
  type BundleCase,
  type BundleCases,
  baseFiles,
  log,
  signedCases,
  soundCases,
  unsignedCases,
} from './edge-bundles.ts';
import { contentCases } from './edge-content.ts';
import { bases, pruningCases, successionCases, witnessCases } from './edge-evidence.ts';
import { readerOf, sampleNow } from './sample-log.ts';

/** A bundle that is another one with changes, and what has to come out. */
export interface BundleVector {
  readonly name: string;
  readonly base: string;
  readonly policy?: string;
  readonly asked?: Asked;
  readonly patch: BundlePatch;
  readonly expected: Expected;
}

interface Expected {
  readonly verdict: Verification['verdict'];
  readonly exit: number;
  /** The finding that is named first, where an entry is. */
  readonly first?: Pick<Finding, 'check' | 'index' | 'expected' | 'actual'>;
  /** Check, weight and index, each once. */
  readonly findings: readonly (readonly [check: string, weight: string, index: number | null])[];
}

const sources = {
  log: { files: baseFiles, policy: log.policy },
  ...bases,
} as const;
type BaseName = keyof typeof sources;

const groups: readonly (readonly [base: BaseName, title: string, cases: BundleCases])[] = [
  ['log', 'in order', soundCases],
  ['log', 'under the checkpoint that was signed', unsignedCases],
  ['log', 'signed', signedCases],
  ['rotated', 'keys', successionCases],
  ['witnessed', 'witnesses', witnessCases],
  ['pruned', 'pruned entries', pruningCases],
  ['content', 'content', contentCases],
];

async function vectorOf(
  { base, title }: { readonly base: BaseName; readonly title: string },
  name: string,
  { files, policy, asked }: BundleCase,
): Promise<BundleVector> {
  const source = sources[base];
  return {
    name: `${title}: ${name}`,
    base,
    ...(policy && { policy: formatPolicy(policy) }),
    ...(asked && { asked }),
    patch: patchOf(source.files, files),
    expected: expectedOf(await verify(files, policy ?? source.policy, asked ?? {})),
  };
}

export async function bundleVectors() {
  const vectors: BundleVector[] = [];
  for (const [base, title, cases] of groups) {
    for (const [name, make] of Object.entries(cases)) {
      vectors.push(await vectorOf({ base, title }, name, await make()));
    }
  }
  return {
    about:
      'Bundles to verify: each is a base with other bytes. Files in base64; null takes a file away, and {at, length, bytes} puts bytes in the place of length bytes at a position',
    now: sampleNow,
    bases: Object.fromEntries(
      Object.entries(sources).map(([name, { files, policy }]) => [
        name,
        {
          policy: formatPolicy(policy),
          files: Object.fromEntries([...files].map(([file, bytes]) => [file, encodeBase64(bytes)])),
        },
      ]),
    ),
    bundles: vectors,
  };
}

/** Verifies as an auditor who pinned the policy. */
export function verify(
  files: ReadonlyMap<string, Uint8Array>,
  policy: LogPolicy | string,
  { since, maxAge, maxGap }: Asked,
): Promise<Verification> {
  const trusted = typeof policy === 'string' ? parsePolicy(utf8(policy)) : policy;
  return verifyBundle(readerOf(files), {
    trust: { policy: trusted, isPinned: true, verifySignature: ed25519Verify },
    now: sampleNow,
    kept: since === undefined ? [] : [{ file: 'kept', note: utf8(since) }],
    newestAtLeast: maxAge === undefined ? undefined : sampleNow - maxAge * 1_000_000,
    gapMax: maxGap === undefined ? undefined : maxGap * 1_000_000,
  });
}

const exits = { verified: 0, tampered: 1, incomplete: 2 } as const;

export function expectedOf({ verdict, findings, firstBadIndex }: Verification): Expected {
  const first = findings.find(
    ({ index, weight }) => index !== undefined && index === firstBadIndex && weight === verdict,
  );
  const all = findings.map(({ check, weight, index }) => [check, weight, index ?? null] as const);
  const once = new Map(all.map((one) => [one.join(), one]));
  return {
    verdict,
    exit: exits[verdict],
    ...(first && { first: valuesOf(first) }),
    findings: [...once.values()],
  };
}

function valuesOf({ check, index, expected, actual }: Finding): NonNullable<Expected['first']> {
  return {
    check,
    ...(index === undefined ? {} : { index }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}
