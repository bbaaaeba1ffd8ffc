import { utf8 } from '../../src/domain/audit/bytes.ts';
import {
  contentFile,
  encodeContentLine,
  encodeErasedLine,
  erasedElsewhereFile,
} from '../../src/domain/audit/content-file.ts';
import { contentParts } from '../../src/domain/audit/entry-content.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { tilePath, tileWidth } from '../../src/domain/audit/tile.ts';
import { withoutEntries } from './evidence-bundles.ts';
import { bytesOf } from './sample-facts.ts';
import { bundleOf, logOf } from './sample-log.ts';
import type { TamperedBundle } from './tamper-cases.ts';
import {
  erased,
  type Files,
  type GoodBundle,
  positionOf,
  prunedBelow,
} from './tampered-bundles.ts';

/** An entry whose content is in the bundle. */
const kept = positionOf('ai.request.intent', erased + tileWidth);
const keptFile = contentFile(Math.floor(kept / tileWidth));

/** Content that is kept outside of the log, and entries that are not kept any more. */
export const tamperedContent: readonly TamperedBundle[] = [
  {
    row: 13,
    what: 'content dropped that nobody erased',
    tamper: (good) => changed(good, kept, () => ''),
    exit: 1,
    check: 'V14',
    firstBad: kept,
  },
  {
    row: 13,
    what: 'content dropped that was erased',
    tamper: withContent,
    exit: 0,
    reports: { content: { erased: 1, notKept: 0 } },
  },
  {
    row: 13,
    what: 'content dropped that a log beyond the bundle erased, as the bundle says',
    tamper: (good) => {
      const ranges = [{ first: kept, end: kept + 1 }];
      const line = encodeErasedLine({ log: `${good.log.origin}-2`, entry: 1, ranges });
      return changed(good, kept, () => '').set(erasedElsewhereFile, utf8(line));
    },
    exit: 2,
    check: 'V14',
    firstBad: kept,
  },
  {
    row: 13,
    what: 'content under another salt',
    tamper: (good) => changed(good, kept, (line) => line.replace(/"salt":"./, '"salt":"/')),
    exit: 1,
    check: 'V14',
    firstBad: kept,
  },
  {
    row: 13,
    what: 'other content',
    tamper: (good) => changed(good, kept, (line) => line.replace('"bytes":"eyJ', '"bytes":"eyK')),
    exit: 1,
    check: 'V14',
    firstBad: kept,
  },
  {
    row: 14,
    what: 'entries pruned ahead of any entry that says so',
    tamper: async ({ log }) => {
      const files = await bundleOf(logOf(log.leaves.slice(0, 65_536)));
      return withoutEntries(files, tileWidth);
    },
    exit: 1,
    check: 'V15',
    firstBad: 0,
  },
  {
    row: 14,
    what: 'entries pruned as an entry says',
    tamper: ({ files }) => withoutEntries(files, prunedBelow),
    exit: 0,
    reports: { pruned: prunedBelow },
  },
  {
    row: 14,
    what: 'one file of entries pruned too many',
    tamper: ({ files }) => withoutEntries(files, prunedBelow + tileWidth),
    exit: 1,
    check: 'V15',
    firstBad: prunedBelow,
  },
  {
    row: 14,
    what: 'a file of entries missing behind those that were pruned',
    tamper: ({ files }) => {
      const left = withoutEntries(files, prunedBelow);
      left.delete(entriesOf(kept));
      return left;
    },
    exit: 2,
    check: 'V0',
    isWordsOnly: true,
    firstBad: kept - (kept % tileWidth),
  },
  {
    row: 14,
    what: 'entries pruned with their hashes',
    tamper: ({ files }) => {
      const left = withoutEntries(files, prunedBelow);
      left.delete(tilePath({ level: 0, index: 0, width: tileWidth }));
      return left;
    },
    exit: 2,
    check: 'V0',
    isWordsOnly: true,
    firstBad: 0,
  },
];

function entriesOf(index: number): string {
  return tilePath({ level: 'entries', index: Math.floor(index / tileWidth), width: tileWidth });
}

/** The bundle with the content of every entry that commits to some, but for the one that was erased. */
function withContent({ files, log }: GoodBundle): Files {
  const all = new Map(files);
  for (let first = 0; first < log.leaves.length; first += tileWidth) {
    const leaves = log.leaves.slice(first, first + tileWidth);
    const lines = leaves.map((leaf, at) => contentLine(leaf, first + at)).join('');
    if (lines !== '') all.set(contentFile(first / tileWidth), utf8(lines));
  }
  return all;
}

/** What the samples commit to, and under which salt. */
const words = utf8('{"model":"gpt-4o"}');
const salt = bytesOf(9, 32);

function contentLine(leaf: Uint8Array, index: number): string {
  const { body } = parseLeaf(leaf);
  const names = contentParts.filter((name) => body.includes(`"${name}":{"bytes":${words.length},`));
  if (names.length === 0 || index === erased) return '';
  const parts = names.map((name) => ({ name, form: 'whole', bytes: words }) as const);
  return encodeContentLine({ index, salt, parts });
}

/** The same with the content of one entry as changed. */
function changed(good: GoodBundle, index: number, change: (line: string) => string): Files {
  const files = withContent(good);
  const lines = new TextDecoder().decode(files.get(keptFile)).split(/(?<=\n)/);
  const others = lines.map((line) => (line.includes(`"index":${index},`) ? change(line) : line));
  return files.set(keptFile, utf8(others.join('')));
}
