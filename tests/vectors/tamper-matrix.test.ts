import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { auditVerify } from '../../src/cli/audit-verify.ts';
import { verifierParts } from '../../src/compose/verifier.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { readerOf, sampleNow } from './sample-log.ts';
import { type Tampering, tamperMatrix } from './tamper-matrix.ts';
import { type Files, type GoodBundle, goodBundle } from './tampered-bundles.ts';

/** Two logs of seventy thousand entries are made, hashed and signed. */
const buildTimeoutMs = 180_000;

let good: GoodBundle;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'monago-matrix-'));
  good = await goodBundle();
  writeFileSync(join(folder, 'policy'), formatPolicy(good.log.policy));
}, buildTimeoutMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function verify(files: Files, { pinned, since, maxAge }: Partial<Tampering>) {
  let printed = '';
  const kept = join(folder, 'kept');
  if (since !== undefined) writeFileSync(kept, good.log.checkpointAt(since));
  const io = {
    stdout: { write: (text: string) => (printed += text) },
    stderr: { write: (text: string) => (printed += text) },
    trustedPolicyDir: join(folder, 'nothing-pinned'),
    now: () => sampleNow / 1000 + 86_400_000,
    openBundle: async () => ({
      kind: 'opened' as const,
      bundle: readerOf(files),
      close: async () => undefined,
    }),
    verifySignature: ed25519Verify,
    timestampVerifier: verifierParts.timestampVerifier,
  };
  const exit = await auditVerify(
    {
      path: 'bundle',
      json: true,
      policyFile: pinned === 'none' ? undefined : join(folder, 'policy'),
      since: since === undefined ? undefined : kept,
      maxAge,
    },
    io,
  );
  return { exit, report: JSON.parse(printed) };
}

test('70,000 untouched entries are verified', async () => {
  const { exit, report } = await verify(new Map(good.files), {});
  expect(report.findings).toEqual([]);
  expect(exit).toBe(0);
});

describe.each(tamperMatrix)('row $row: $what', (tampering) => {
  test(`ends with exit code ${tampering.exit}`, async () => {
    const files = await tampering.tamper(good);
    const { exit, report } = await verify(files, tampering);
    expect({ exit, findings: exit === tampering.exit ? [] : report.findings }).toEqual({
      exit: tampering.exit,
      findings: [],
    });
    if (tampering.firstBad !== undefined) expect(report.firstBadIndex).toBe(tampering.firstBad);
    if (tampering.check !== undefined) {
      expect(Object.keys(report.findingCounts)).toContain(tampering.check);
    }
  });
});
