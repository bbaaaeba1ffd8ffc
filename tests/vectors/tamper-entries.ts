import { utf8 } from '../../src/domain/audit/bytes.ts';
import { encodeLeaf, parseLeaf } from '../../src/domain/audit/leaf.ts';
import { cosignedBy } from './evidence-bundles.ts';
import { bundleOf, logOf } from './sample-log.ts';
import type { TamperedBundle } from './tamper-cases.ts';
import {
  append,
  flipped,
  forgedLog,
  forger,
  type GoodBundle,
  lastEntry,
  leafAt,
  lineStart,
  matrixSize,
  middle,
  otherModel,
  positionOf,
  rebuilt,
  rechained,
  withEntries,
  withLeaf,
} from './tampered-bundles.ts';
import timestamp from './timestamp.json' with { type: 'json' };

/** Entries, by those who hold the database and by those who hold the key as well. */
export const tamperedEntries: readonly TamperedBundle[] = [
  ...[
    { line: 2, name: 'origin' },
    { line: 5, name: 'time' },
    { line: 6, name: 'prev' },
    { line: 7, name: 'body' },
  ].map(
    ({ line, name }): TamperedBundle => ({
      row: 1,
      what: `a flipped bit in the ${name} of an entry`,
      tamper: (good) => {
        const leaf = leafAt(good, middle);
        return withLeaf(good, middle, flipped(leaf, lineStart(leaf, line) + 9));
      },
      exit: 1,
      check: 'V5',
      firstBad: middle,
    }),
  ),
  ...[0, 255, 256, lastEntry].map(
    (index): TamperedBundle => ({
      row: 1,
      what: `a flipped bit at the end of entry ${index}`,
      tamper: (good) => {
        const leaf = leafAt(good, index);
        return withLeaf(good, index, flipped(leaf, leaf.length - 3));
      },
      exit: 1,
      check: 'V5',
      firstBad: index,
    }),
  ),
  {
    row: 2,
    what: 'a changed entry with its hash and the tiles corrected, under the old checkpoint',
    tamper: (good) =>
      rebuilt(
        good,
        good.log.leaves.with(middle, encodeLeaf(otherModel(parseLeaf(leafAt(good, middle))))),
      ),
    exit: 1,
    check: 'V5',
    firstBad: middle + 1,
  },
  {
    row: 2,
    what: 'a changed entry with everything after it chained anew, under the old checkpoint',
    tamper: (good) => rebuilt(good, forgedLog(good).leaves),
    exit: 1,
    check: 'V5',
  },
  {
    row: 3,
    what: "the same under a forger's key, whose policy is in the bundle, with nothing pinned",
    tamper: (good) => bundleOf(forgedLog(good, { ...forger, name: good.log.origin })),
    exit: 2,
    check: 'V1',
    isWordsOnly: true,
    pinned: 'none',
  },
  {
    row: 3,
    what: "the same under a forger's key, with the policy pinned",
    tamper: (good) => bundleOf(forgedLog(good, { ...forger, name: good.log.origin })),
    exit: 1,
    check: 'V1',
  },
  {
    row: 4,
    what: 'the same under the real key, for an auditor who kept nothing',
    tamper: (good) => bundleOf(forgedLog(good)),
    exit: 0,
  },
  {
    row: 4,
    what: 'the same under the real key, for an auditor who kept a checkpoint',
    tamper: (good) => bundleOf(forgedLog(good)),
    exit: 1,
    check: 'V12',
    since: ({ log }) => log.checkpointAt(65_536),
  },
  {
    row: 4,
    what: 'the same under the real key, for an auditor who has a checkpoint from a witness',
    tamper: (good) => bundleOf(forgedLog(good)),
    exit: 1,
    check: 'V12',
    since: ({ log }) => cosignedBy(log.checkpointAt(65_536), [1]),
  },
  {
    row: 4,
    what: 'the same under the real key, where witnesses are asked for',
    tamper: (good) => bundleOf(forgedLog(good)),
    exit: 2,
    check: 'V4',
    firstBad: 0,
    pinned: 'witnesses',
  },
  {
    row: 4,
    what: 'the same under the real key, with what witnesses said of the log before',
    tamper: async (good) => {
      const files = await bundleOf(forgedLog(good));
      const note = good.log.checkpointAt(matrixSize);
      const said = cosignedBy(note, [1, 2]).slice(note.length);
      return append(files, 'checkpoint', said);
    },
    exit: 1,
    check: 'V4',
    isWordsOnly: true,
    pinned: 'witnesses',
  },
  {
    row: 4,
    what: 'the same under the real key, with an earlier checkpoint left in the bundle',
    tamper: async (good) => {
      const files = await bundleOf(forgedLog(good));
      return files.set('checkpoints/65536', utf8(good.log.checkpointAt(65_536)));
    },
    exit: 1,
    check: 'V12',
  },
  {
    row: 4,
    what: 'the same under the real key, with a time stamp of something else',
    tamper: async (good) => {
      const files = await bundleOf(forgedLog(good), [65_536]);
      return files.set('anchors/65536.tsr', Buffer.from(timestamp.response, 'base64'));
    },
    exit: 1,
    check: 'V16',
    isWordsOnly: true,
    authorities: timestamp.ca,
  },
  {
    row: 5,
    what: 'an entry deleted and the gap closed',
    tamper: (good) => withEntries(good, good.log.leaves.toSpliced(middle, 1)),
    exit: 1,
    check: 'V7',
    firstBad: middle,
  },
  {
    row: 5,
    what: 'an entry deleted and the gap left',
    tamper: (good) => withLeaf(good, middle, new Uint8Array()),
    exit: 1,
    check: 'V7',
    isWordsOnly: true,
    firstBad: middle,
  },
  {
    row: 6,
    what: 'two neighbours swapped',
    tamper: (good) => {
      const pair = good.log.leaves.slice(middle, middle + 2).toReversed();
      return withEntries(good, good.log.leaves.toSpliced(middle, 2, ...pair));
    },
    exit: 1,
    check: 'V7',
    firstBad: middle,
  },
  {
    row: 6,
    what: 'an entry that is there twice',
    tamper: (good) =>
      withEntries(good, good.log.leaves.toSpliced(middle + 1, 0, leafAt(good, middle))),
    exit: 1,
    check: 'V7',
    firstBad: middle + 1,
  },
  {
    row: 6,
    what: 'an old entry replayed in place of the last one',
    tamper: (good) => withEntries(good, good.log.leaves.with(-1, leafAt(good, 7))),
    exit: 1,
    check: 'V7',
    firstBad: lastEntry,
  },
  {
    row: 7,
    what: 'a forged entry in the middle',
    tamper: (good) => {
      const forged = encodeLeaf(otherModel(parseLeaf(leafAt(good, middle))));
      return withEntries(good, good.log.leaves.toSpliced(middle, 0, forged));
    },
    exit: 1,
    check: 'V5',
    firstBad: middle,
  },
  {
    row: 7,
    what: 'an entry behind the last one that was signed',
    tamper: (good) => withEntries(good, [...good.log.leaves, leafAt(good, 7)]),
    exit: 1,
    check: 'V5',
    firstBad: matrixSize,
  },
  ...(
    [
      { with: 'nothing kept', exit: 0 },
      {
        with: 'the last checkpoint kept',
        exit: 1,
        since: ({ log }: GoodBundle) => log.checkpointAt(matrixSize),
        check: 'V12',
      },
      { with: 'a limit to the age', exit: 2, maxAge: '1h', check: 'V17' },
      { with: 'a recent time stamp asked for', exit: 2, requireAnchor: '25h', check: 'V16' },
    ] as const
  ).map(
    ({ with: how, ...expected }): TamperedBundle => ({
      row: 8,
      what: `the end cut off and an older signed checkpoint put in place, with ${how}`,
      tamper: ({ log }) => bundleOf({ ...log, leaves: log.leaves.slice(0, 65_536) }, [256]),
      ...expected,
    }),
  ),
  {
    row: 15,
    what: 'an outcome removed and everything after it chained anew, under the old checkpoint',
    tamper: (good) => rebuilt(good, withoutOutcome(good)),
    exit: 1,
    check: 'V5',
  },
  {
    row: 15,
    what: 'an outcome that never came',
    tamper: (good) => bundleOf(logOf(withoutOutcome(good))),
    exit: 0,
    reports: { openIntents: [{ index: positionOf('ai.request.outcome', middle) - 1 }] },
  },
];

function withoutOutcome({ log }: GoodBundle): Uint8Array[] {
  const outcome = positionOf('ai.request.outcome', middle);
  return rechained(log.leaves.toSpliced(outcome, 1), outcome, (leaf) => leaf);
}
