import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { genesisHash, parseLeaf } from '../../../domain/audit/leaf.ts';
import { emptyRoot } from '../../../domain/audit/merkle.ts';
import { tileRoot } from '../../../domain/audit/tile.ts';
import type { EncodedEntry } from './encoded-entry.ts';
import { type FullTile, grow, type ReadHashes } from './growth.ts';
import type { LogHead } from './log-head.ts';

const origin = 'audit.example.test/log/01J00000000000000000000000';
const emptyHead: LogHead = {
  tenantId: 'ten_00000000000000000000000000000001',
  generation: 1,
  keyVersion: 0,
  origin,
  state: 'active',
  size: 0,
  root: emptyRoot(),
  frontier: new Uint8Array(0),
  prevLeafHash: genesisHash(origin),
  lastTimeUs: 0,
  classCounts: { ai: 0, admin: 0, auth: 0, sys: 0 },
};
const nowUs = 1_763_000_000_000_000;

function entry(at: number): EncodedEntry {
  const isAi = at % 3 === 0;
  return {
    tenantId: emptyHead.tenantId,
    entryId: `aud_${at.toString(16).padStart(32, '0')}`,
    class: isAi ? 'ai' : 'auth',
    type: isAi ? 'ai.request.denied' : 'auth.signed_in',
    requestId: undefined,
    actorId: 'unknown',
    workspaceId: undefined,
    decision: undefined,
    subject: undefined,
    body: `{"n":${at}}`,
    sealed: undefined,
    closes: undefined,
  };
}

/** A log in memory: what the database would hold after each batch. */
class StoredLog {
  head = emptyHead;
  readonly leaves: Uint8Array[] = [];
  readonly hashes: Uint8Array[] = [];
  readonly tiles: FullTile[] = [];

  readonly #readHashes: ReadHashes = async (level, first, end) => {
    const roots = this.tiles.filter((tile) => tile.level === level - 1).map((tile) => tile.root);
    return Buffer.concat((level === 0 ? this.hashes : roots).slice(first, end));
  };

  async append(count: number, atUs = nowUs): Promise<void> {
    const batch = Array.from({ length: count }, (_, at) => entry(this.head.size + at));
    const growth = await grow(this.head, batch, { nowUs: atUs, readHashes: this.#readHashes });
    this.head = growth.after;
    this.leaves.push(...growth.entries.map((grown) => grown.leaf));
    this.hashes.push(...growth.entries.map((grown) => grown.leafHash));
    this.tiles.push(...growth.tiles);
  }
}

async function logOf(batches: readonly number[]): Promise<StoredLog> {
  const log = new StoredLog();
  for (const count of batches) await log.append(count);
  return log;
}

/** As text, which compares a hundred times as fast. */
function shown({ level, index, hashes, root }: FullTile): string {
  return [
    level,
    index,
    Buffer.from(hashes).toString('hex'),
    Buffer.from(root).toString('hex'),
  ].join();
}

describe('growing a log', () => {
  test('comes to the same entries, root and tiles however it is cut into batches', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, async (batches) => {
        const total = batches.reduce((sum, count) => sum + count, 0);
        const [cut, whole] = [await logOf(batches), await logOf([total])];
        expect(cut.head).toEqual(whole.head);
        expect(cut.tiles.map(shown)).toEqual(whole.tiles.map(shown));
      }),
      { numRuns: 30 },
    );
  });

  test('completes tiles of a higher level out of the roots of those below', async () => {
    const log = await logOf([65_000, 535, 1, 256]);
    const above = log.tiles.filter((tile) => tile.level === 1);
    expect(above).toHaveLength(1);
    expect(log.tiles.filter((tile) => tile.level === 0)).toHaveLength(257);
    const below = log.tiles.filter((tile) => tile.level === 0).slice(0, 256);
    const rootsBelow = Buffer.concat(below.map((tile) => tile.root));
    expect(rootsBelow.equals(above[0]?.hashes ?? new Uint8Array(0))).toBe(true);
    for (const tile of log.tiles) expect(tileRoot(tile.hashes)).toEqual(tile.root);
    expect(log.tiles[3]?.hashes).toEqual(Buffer.concat(log.hashes.slice(768, 1024)));
  });

  test('counts each class without a gap', async () => {
    const log = await logOf([4, 5]);
    const counters = log.leaves
      .map((leaf) => parseLeaf(leaf))
      .map((leaf) => [leaf.class, leaf.classIndex]);
    expect(counters.filter(([name]) => name === 'ai').map(([, at]) => at)).toEqual([0, 1, 2]);
    expect(counters.filter(([name]) => name === 'auth').map(([, at]) => at)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(log.head.classCounts).toEqual({ ai: 3, admin: 0, auth: 6, sys: 0 });
  });

  test('never goes back in time when the clock does', async () => {
    const log = new StoredLog();
    await log.append(2);
    await log.append(2, nowUs - 3_600_000_000);
    const times = log.leaves.map((leaf) => parseLeaf(leaf).time);
    expect(new Set(times).size).toBe(1);
    expect(log.head.lastTimeUs).toBe(nowUs);
  });

  test('stops at a head whose root is not the root of its frontier', async () => {
    const log = await logOf([5]);
    const head = { ...log.head, root: emptyRoot() };
    const readHashes: ReadHashes = async () => new Uint8Array(0);
    await expect(grow(head, [entry(5)], { nowUs, readHashes })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
