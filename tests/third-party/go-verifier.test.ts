import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { leafHash, nodeHash } from '../../src/domain/audit/merkle.ts';
import { proveConsistency, proveInclusion, type Subtree } from '../../src/domain/audit/proof.ts';
import { encodeReceipt } from '../../src/domain/audit/receipt.ts';
import { vkeyOf } from '../../src/domain/audit/signed-note.ts';
import { exportLog, verifyAgainst } from '../conformance/audit-evidence.ts';
import { intent, outcome, signIn } from '../conformance/audit-node.ts';
import { openAuditSite } from '../conformance/audit-site.ts';
import { bundleOf, logOf, type SampleLog, sampleLog, sampleSigner } from '../vectors/sample-log.ts';
import { GoVerifier, hasGo, withoutGo } from './go-verifier.ts';

const signer = sampleSigner();
const vkey = vkeyOf(signer.name, signer.publicKey);
let go: GoVerifier;

beforeAll(() => {
  if (hasGo) go = new GoVerifier();
});
afterAll(() => go?.close());

describe.skipIf(!hasGo)(`golang.org/x/mod/sumdb verifies${withoutGo}`, () => {
  test('what Monago exports of a log in its database', async () => {
    const site = await openAuditSite();
    try {
      const node = await site.node();
      const tenantId = await site.tenant(node);
      await node.auditLog.append(signIn(tenantId));
      for (let round = 0; round < 6; round++) {
        const opened = Array.from({ length: 40 }, () => intent(tenantId));
        await Promise.all(opened.map((entry) => node.auditLog.append(entry)));
        const outcomes = opened.map(({ entryId }) => outcome(tenantId, entryId));
        await Promise.all(outcomes.map((entry) => node.auditLog.append(entry)));
        await node.auditLog.append(signIn(tenantId));
      }
      const exported = await exportLog(node.auditReader, tenantId);
      const { vkey: own } = await node.auditReader.head(tenantId);
      expect(go.bundle(exported.files, own)).toEqual({
        isVerified: true,
        words: expect.stringMatching(/^verified 487 entries, \d+ checkpoints$/),
      });
      expect(await verifyAgainst(own, exported)).toMatchObject({ verdict: 'verified' });
    } finally {
      await site.close();
    }
  });

  test.each([0, 1, 2, 255, 256, 257, 1023, 70_000])('a log of %i entries', async (size) => {
    const log = sampleLog(size);
    const earlier = [1, 255, 256, 257, 65_536].filter((some) => some < size);
    const files = await bundleOf(log, earlier);
    expect(go.bundle(files, vkey)).toEqual({
      isVerified: true,
      words: `verified ${size} entries, ${size === 0 ? 0 : earlier.length} checkpoints`,
    });
  });

  test('a thousand proofs of entries and of consistency', async () => {
    const log = sampleLog(600);
    const hashes = log.leaves.map(leafHash);
    const read = async ({ height, index }: Subtree) => rootOf(hashes, { height, index });
    const lines = await Promise.all(
      Array.from({ length: 500 }, async (_, turn) => {
        const size = 1 + ((turn * 7919) % log.leaves.length);
        const index = (turn * 104_729) % size;
        const root = treeRoot(hashes, 0, size);
        const record = await proveInclusion(index, size, read);
        const leaf = hashes[index] ?? new Uint8Array();
        const earlier = 1 + index;
        const tree = await proveConsistency(earlier, size, read);
        return [
          words('record', [size, root, index, leaf, ...record]),
          words('tree', [size, root, earlier, treeRoot(hashes, 0, earlier), ...tree]),
        ];
      }),
    );
    expect(go.proofs(lines.flat(), vkey)).toEqual({
      isVerified: true,
      words: 'verified 1000 proofs',
    });
  });

  test('a receipt, and refuses one of another entry', async () => {
    const log = sampleLog(300);
    const receipt = await receiptOf(log, 77);
    expect(go.receipt(receipt, vkey)).toEqual({
      isVerified: true,
      words: 'verified entry 77 of 300',
    });
    expect(go.receipt(receipt.replace('\nindex 77\n', '\nindex 78\n'), vkey).isVerified).toBe(
      false,
    );
  });
});

describe.skipIf(!hasGo)(`golang.org/x/mod/sumdb refuses, as Monago does,${withoutGo}`, () => {
  const log = sampleLog(300);
  const flipped = (bytes: Uint8Array | undefined, at: number): Uint8Array => {
    const copy = Uint8Array.from(bytes ?? []);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const forged = sampleLog(300, sampleSigner(2));
  const changes: Readonly<Record<string, (files: Map<string, Uint8Array>) => Promise<void>>> = {
    'a flipped bit in an entry': async (files) => {
      const name = 'tile/entries/000';
      files.set(name, flipped(files.get(name), 700));
    },
    'a flipped bit in a tile': async (files) => {
      files.set('tile/0/000', flipped(files.get('tile/0/000'), 33));
    },
    'a flipped bit in the newest tile': async (files) => {
      const name = 'tile/0/001.p/44';
      files.set(name, flipped(files.get(name), 5));
    },
    'a checkpoint of another key': async (files) => {
      files.set('checkpoint', new TextEncoder().encode(forged.checkpointAt(300)));
    },
    'an earlier checkpoint of another tree, under the right key': async (files) => {
      const other = logOf(log.leaves.slice(100, 200));
      files.set('checkpoints/100', new TextEncoder().encode(other.checkpointAt(100)));
    },
  };

  test.each(Object.entries(changes))('%s', async (_, change) => {
    const files = await bundleOf(log, [100]);
    await change(files);
    expect(go.bundle(files, vkey).isVerified).toBe(false);
    const bundle = { names: [...files.keys()], read: async (name: string) => files.get(name) };
    expect(await verifyAgainst(vkey, bundle)).toMatchObject({ verdict: 'tampered' });
  });
});

async function receiptOf(log: SampleLog, index: number): Promise<string> {
  const hashes = log.leaves.map(leafHash);
  const read = async (subtree: Subtree) => rootOf(hashes, subtree);
  const proof = await proveInclusion(index, hashes.length, read);
  const leaf = log.leaves[index] ?? new Uint8Array();
  return encodeReceipt({ leaf, index, proof, checkpoint: log.checkpointAt(hashes.length) });
}

function words(kind: string, values: readonly (number | Uint8Array)[]): string {
  const written = values.map((value) =>
    typeof value === 'number' ? String(value) : encodeBase64(value),
  );
  return [kind, ...written].join(' ');
}

function rootOf(hashes: readonly Uint8Array[], { height, index }: Subtree): Uint8Array {
  return treeRoot(hashes, index * 2 ** height, (index + 1) * 2 ** height);
}

/** RFC 6962 section 2.1, by its definition. */
function treeRoot(hashes: readonly Uint8Array[], begin: number, end: number): Uint8Array {
  const [only] = hashes.slice(begin, begin + 1);
  if (end - begin === 1 && only !== undefined) return only;
  let split = 1;
  while (split * 2 < end - begin) split *= 2;
  const left = treeRoot(hashes, begin, begin + split);
  return nodeHash(left, treeRoot(hashes, begin + split, end));
}
