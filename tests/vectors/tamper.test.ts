import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { entryFiles } from './bundle-writer.ts';
import { bundleOf, type SampleLog, sampleLog, sampleSigner, verifyFiles } from './sample-log.ts';

const size = 300;
const log = sampleLog(size);
let good: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  good = await bundleOf(log, [1, 100, 256]);
});

/** The bundle with other entries in it, and everything else as it was signed. */
function withEntries(leaves: readonly Uint8Array[]): Map<string, Uint8Array> {
  const files = new Map([...good].filter(([name]) => !name.startsWith('tile/entries/')));
  for (const { name, bytes } of entryFiles(leaves)) files.set(name, bytes);
  return files;
}

/** The bundle as someone would write it who rebuilds the whole tree, with the checkpoint as it was signed. */
async function rebuilt(leaves: readonly Uint8Array[]): Promise<Map<string, Uint8Array>> {
  const files = await bundleOf({ ...log, leaves });
  for (const name of ['checkpoint', 'checkpoints/1', 'checkpoints/100', 'checkpoints/256']) {
    files.set(name, good.get(name) ?? new Uint8Array());
  }
  return files;
}

const position = fc.nat({ max: size - 1 });

test('an untouched bundle is verified', async () => {
  const verification = await verifyFiles(good, log);
  expect(verification).toMatchObject({ verdict: 'verified', entries: size, size, checkpoints: 3 });
  expect(verification.findings).toEqual([]);
});

test('a bundle of an empty log is verified', async () => {
  const empty = sampleLog(0);
  const verification = await verifyFiles(await bundleOf(empty), empty);
  expect(verification).toMatchObject({ verdict: 'verified', entries: 0, size: 0 });
});

describe('whatever happens to the entries, the first of them that is wrong is named', () => {
  test('a changed byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        position,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (k, at, flip) => {
          const leaf = Uint8Array.from(log.leaves[k] ?? []);
          const offset = at % leaf.length;
          leaf[offset] = (leaf[offset] ?? 0) ^ flip;
          const verification = await verifyFiles(withEntries(log.leaves.with(k, leaf)), log);
          expect(verification).toMatchObject({ verdict: 'tampered', firstBadIndex: k });
          const checks = verification.findings
            .filter(({ index }) => index === k)
            .map(({ check }) => check);
          expect(checks).toContain('V5');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a removed entry', async () => {
    await fc.assert(
      fc.asyncProperty(position, async (k) => {
        const files = withEntries(log.leaves.toSpliced(k, 1));
        expect(await verifyFiles(files, log)).toMatchObject({
          verdict: 'tampered',
          firstBadIndex: k,
        });
      }),
      { numRuns: 30 },
    );
  });

  test('two neighbours swapped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: size - 2 }), async (k) => {
        const pair = log.leaves.slice(k, k + 2).toReversed();
        const files = withEntries(log.leaves.toSpliced(k, 2, ...pair));
        expect(await verifyFiles(files, log)).toMatchObject({
          verdict: 'tampered',
          firstBadIndex: k,
        });
      }),
      { numRuns: 30 },
    );
  });

  test('an inserted entry, and one that is there twice', async () => {
    const forged = sampleLog(size, sampleSigner(2)).leaves;
    await fc.assert(
      fc.asyncProperty(position, fc.boolean(), async (k, isDuplicate) => {
        const extra = isDuplicate ? log.leaves[k] : forged[0];
        const at = isDuplicate ? k + 1 : k;
        fc.pre(isDuplicate || k > 0);
        const files = withEntries(log.leaves.toSpliced(at, 0, extra ?? new Uint8Array()));
        expect(await verifyFiles(files, log)).toMatchObject({
          verdict: 'tampered',
          firstBadIndex: at,
        });
      }),
      { numRuns: 30 },
    );
  });

  test('a change that is covered up by new tiles shows in the next entry and in the root', async () => {
    const text = new TextDecoder().decode(log.leaves[70]).replace('node-1', 'node-2');
    const verification = await verifyFiles(await rebuilt(log.leaves.with(70, utf8(text))), log);
    expect(verification).toMatchObject({ verdict: 'tampered', firstBadIndex: 71 });
    expect(Object.keys(verification.findingCounts).toSorted()).toEqual(['V12', 'V5', 'V8']);
  });
});

describe('signatures and policies', () => {
  async function forgedBy(signer: SampleLog['signer']): Promise<Map<string, Uint8Array>> {
    return bundleOf(sampleLog(40, signer));
  }

  test("a log that a forger signed is refused, also when the forger's key lies in the bundle", async () => {
    const verification = await verifyFiles(await forgedBy(sampleSigner(2)), log);
    expect(verification.verdict).toBe('tampered');
    expect(Object.keys(verification.findingCounts)).toEqual(['V1', 'V3']);
  });

  test('a log of another tenant is refused', async () => {
    const files = await forgedBy(sampleSigner(1, 'audit.monago.example/log/another'));
    const verification = await verifyFiles(files, log);
    expect(verification.verdict).toBe('tampered');
    expect(Object.keys(verification.findingCounts)).toEqual(
      expect.arrayContaining(['V1', 'V2', 'V3', 'V7']),
    );
  });

  test('a signature of an unknown key on the checkpoint counts for nothing and is listed', async () => {
    const note = new TextDecoder().decode(good.get('checkpoint'));
    const files = new Map(good).set('checkpoint', utf8(`${note}— witness.example AAAAAAAA\n`));
    const verification = await verifyFiles(files, log);
    expect(verification).toMatchObject({
      verdict: 'verified',
      ignoredSignatures: ['witness.example'],
    });
  });

  test('an earlier checkpoint of a longer log, or of other entries, shows that the log was rewritten', async () => {
    const longer = sampleLog(size + 1);
    const files = new Map(good).set(`checkpoints/${size + 1}`, utf8(longer.checkpointAt(size + 1)));
    const verification = await verifyFiles(files, log);
    expect(verification).toMatchObject({ verdict: 'tampered', findingCounts: { V12: 1 } });
  });
});

describe('files', () => {
  test.each([
    ['policy', 'V1'],
    ['checkpoint', 'V0'],
    ['tile/0/000', 'V0'],
    ['tile/0/001.p/44', 'V0'],
    ['tile/1/000.p/1', 'V0'],
    ['tile/entries/001.p/44', 'V0'],
  ])('without %s the evidence is incomplete (%s)', async (name, check) => {
    const files = new Map(good);
    files.delete(name);
    const verification = await verifyFiles(files, log);
    expect(verification).toMatchObject({ verdict: 'incomplete', findingCounts: { [check]: 1 } });
  });

  test('a file that does not belong there is not passed over', async () => {
    const files = new Map(good).set('tile/0/002', new Uint8Array(8192));
    const verification = await verifyFiles(files, log);
    expect(verification).toMatchObject({ verdict: 'incomplete', findingCounts: { V0: 1 } });
  });

  test('a tile that was changed is told from an entry that was changed', async () => {
    const tile = Uint8Array.from(good.get('tile/0/000') ?? []);
    tile[33 * 32] = (tile[33 * 32] ?? 0) ^ 1;
    const verification = await verifyFiles(new Map(good).set('tile/0/000', tile), log);
    expect(verification).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 33,
      findingCounts: { V6: 1 },
    });
  });

  test('a changed entry is not blamed on the tiles above it, and a changed tile above is named', async () => {
    const changed = log.leaves.with(9, utf8('x'));
    const entry = await verifyFiles(withEntries(changed), log);
    expect(entry.findingCounts.V6).toBeUndefined();
    const files = new Map(good).set('tile/1/000.p/1', new Uint8Array(32));
    const tile = await verifyFiles(files, log);
    expect(tile).toMatchObject({ verdict: 'tampered', findingCounts: { V6: 1 } });
  });

  test('no byte of a bundle can be changed, removed or added unnoticed', async () => {
    const small = sampleLog(5);
    const files = await bundleOf(small, [2]);
    for (const [name, bytes] of files) {
      for (let at = 0; at < bytes.length; at++) {
        const flipped = bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)));
        const { verdict } = await verifyFiles(new Map(files).set(name, flipped), small);
        expect({ name, at, verdict }).not.toMatchObject({ verdict: 'verified' });
      }
      for (const other of [bytes.slice(0, -1), Uint8Array.of(...bytes, 0x0a)]) {
        const { verdict } = await verifyFiles(new Map(files).set(name, other), small);
        expect({ name, verdict }).not.toMatchObject({ verdict: 'verified' });
      }
    }
  });
});
