import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import type { BundleReader } from '../../src/domain/audit/bundle.ts';
import { policyOf } from '../../src/domain/audit/policy.ts';
import { parseVkey } from '../../src/domain/audit/signed-note.ts';
import { type Verification, verifyBundle } from '../../src/domain/audit/verify.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { AuditReader } from '../../src/ports/unit-of-work.ts';

/** An exported bundle, in memory. */
export interface Exported extends BundleReader {
  readonly size: number;
  readonly files: Map<string, Uint8Array>;
}

export async function exportLog(
  reader: Pick<AuditReader, 'bundle'>,
  tenantId: TenantId,
): Promise<Exported> {
  const bundle = await reader.bundle(tenantId);
  const files = new Map<string, Uint8Array>();
  for await (const { name, bytes } of bundle.files) {
    if (files.has(name)) throw new Error(`${name} is in the bundle twice`);
    files.set(name, bytes);
  }
  const read = async (name: string): Promise<Uint8Array | undefined> => files.get(name);
  return { size: bundle.size, files, names: [...files.keys()], read };
}

/** As an auditor who pinned the log's key when it was opened. */
export function verifyAgainst(vkey: string, bundle: BundleReader): Promise<Verification> {
  const trust = {
    policy: policyOf(parseVkey(vkey)),
    isPinned: true,
    verifySignature: ed25519Verify,
  };
  return verifyBundle(bundle, { trust, now: Date.now() * 1000 });
}
