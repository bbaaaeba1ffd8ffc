import { utf8 } from '../../src/domain/audit/bytes.ts';
import { signCosignature } from '../../src/domain/audit/cosignature.ts';
import type { CheckId } from '../../src/domain/audit/finding.ts';
import { encodeLeaf, parseLeaf } from '../../src/domain/audit/leaf.ts';
import { parseNote, signNote } from '../../src/domain/audit/signed-note.ts';
import { tileWidth } from '../../src/domain/audit/tile.ts';
import { bundleOf } from './sample-log.ts';
import {
  type Files,
  flipped,
  forgedLog,
  forger,
  type GoodBundle,
  leafAt,
  lineStart,
  matrixSize,
  middle,
  otherModel,
  rebuilt,
  rechained,
  withEntries,
  withLeaf,
} from './tampered-bundles.ts';

/** One way of tampering with a bundle, and what a verifier must say of it. */
export interface Tampering {
  /** Row of the matrix. */
  readonly row: number;
  readonly what: string;
  readonly tamper: (good: GoodBundle) => Promise<Files> | Files;
  /** Exit code of `monago audit verify`. */
  readonly exit: 0 | 1 | 2;
  readonly check?: CheckId;
  /** First entry at fault. */
  readonly firstBad?: number;
  /** `none` leaves the verifier with the policy in the bundle. */
  readonly pinned?: 'log' | 'none';
  /** An earlier checkpoint that the auditor kept, by its size. */
  readonly since?: number;
  readonly maxAge?: string;
}

export const tamperMatrix: readonly Tampering[] = [
  ...[
    { line: 2, name: 'origin' },
    { line: 5, name: 'time' },
    { line: 6, name: 'prev' },
    { line: 7, name: 'body' },
  ].map(
    ({ line, name }): Tampering => ({
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
    pinned: 'none',
  },
  {
    row: 3,
    what: "the same under a forger's key, with the policy pinned",
    tamper: (good) => bundleOf(forgedLog(good, { ...forger, name: good.log.origin })),
    exit: 1,
    check: 'V3',
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
    since: 65_536,
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
    firstBad: matrixSize - 1,
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
      { with: 'the last checkpoint kept', exit: 1, since: matrixSize, check: 'V12' },
      { with: 'a limit to the age', exit: 2, maxAge: '1h', check: 'V17' },
    ] as const
  ).map(
    ({ with: how, ...expected }): Tampering => ({
      row: 8,
      what: `the end cut off and an older signed checkpoint put in place, with ${how}`,
      tamper: ({ log }) => bundleOf({ ...log, leaves: log.leaves.slice(0, 65_536) }, [256]),
      ...expected,
    }),
  ),
  ...['tile/entries/130', 'tile/0/130', 'tile/1/000', 'checkpoint', 'checkpoints/65536'].map(
    (name): Tampering => ({
      row: 10,
      what: `${name} of another tenant`,
      tamper: ({ files, other }) => new Map(files).set(name, other.get(name) ?? new Uint8Array()),
      exit: 1,
      ...(name.startsWith('tile/entries') ? { check: 'V7', firstBad: 130 * tileWidth } : {}),
      ...(name.startsWith('checkpoint') ? { check: 'V2' } : {}),
    }),
  ),
  {
    row: 11,
    what: 'a cosignature by the key of the log in place of its signature',
    tamper: (good) => {
      const { text } = parseNote(good.files.get('checkpoint') ?? new Uint8Array());
      const line = signCosignature(text, 1_767_000_000, good.log.signer);
      return new Map(good.files).set('checkpoint', utf8(`${text}\n${line}`));
    },
    exit: 1,
    check: 'V3',
  },
  {
    row: 11,
    what: 'the key id of the log above a signature of another key',
    tamper: (good) => {
      const { text } = parseNote(good.files.get('checkpoint') ?? new Uint8Array());
      const { name, publicKey } = good.log.signer;
      const liar = { name, publicKey, sign: forger.sign };
      return new Map(good.files).set('checkpoint', utf8(signNote(text, liar)));
    },
    exit: 1,
    check: 'V3',
  },
  {
    row: 11,
    what: 'one more signature of a key that nobody knows',
    tamper: (good) => {
      const note = good.files.get('checkpoint') ?? new Uint8Array();
      const signature = signNote(parseNote(note).text, forger).split('\n').at(-2) ?? '';
      return new Map(good.files).set('checkpoint', Buffer.concat([note, utf8(`${signature}\n`)]));
    },
    exit: 0,
  },
  {
    row: 15,
    what: 'an outcome removed and everything after it chained anew, under the old checkpoint',
    tamper: (good) => {
      const outcome = good.log.leaves.findIndex(
        (leaf, at) => at > middle && parseLeaf(leaf).body.includes('"type":"ai.request.outcome"'),
      );
      const leaves = good.log.leaves.toSpliced(outcome, 1);
      return rebuilt(
        good,
        rechained(leaves, outcome, (leaf) => leaf),
      );
    },
    exit: 1,
  },
  ...Object.entries(notes()).map(
    ([what, change]): Tampering => ({
      row: 17,
      what: `a checkpoint with ${what}`,
      tamper: ({ files }) => {
        const note = new TextDecoder().decode(files.get('checkpoint'));
        return new Map(files).set('checkpoint', utf8(change(note)));
      },
      exit: 1,
    }),
  ),
];

/** Spellings that a lenient reader would take for the same note. */
function notes(): Readonly<Record<string, (note: string) => string>> {
  return {
    'CRLF at the ends of lines': (note) => note.replaceAll('\n', '\r\n'),
    'no line feed at its end': (note) => note.slice(0, -1),
    'a plus sign in the name': (note) => note.replace('audit.', 'audit+'),
    'a leading zero in the size': (note) => note.replace('\n70000\n', '\n070000\n'),
    'an extension line': (note) => note.replace('\n\n', '\nextension\n\n'),
    'seventeen signatures': (note) => {
      const line = note.split('\n').at(-2) ?? '';
      return note + `${line}\n`.repeat(16);
    },
    'a base64 that is not canonical': (note) => {
      const [origin, size, root = '', ...rest] = note.split('\n');
      return [origin, size, root.replace('=', ''), ...rest].join('\n');
    },
    'an empty line more': (note) => note.replace('\n\n', '\n\n\n'),
    'a space behind the size': (note) => note.replace('\n70000\n', '\n70000 \n'),
  };
}
