import { concat, textOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { signCosignature } from '../../src/domain/audit/cosignature.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { canonicalJson } from '../../src/domain/audit/jcs.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { policyOf } from '../../src/domain/audit/policy.ts';
import { formatSignature, parseNote, typedKey } from '../../src/domain/audit/signed-note.ts';
import { parseTime } from '../../src/domain/audit/time.ts';
import { makeId } from '../../src/domain/ids.ts';
import { type BundleCase, type BundleCases, type Files, flipped } from './edge-bundles.ts';
import {
  alsoSignedBy,
  contentBundle,
  cosignedBy,
  keyOf,
  logWith,
  prunedBundle,
  prunedLog,
  rotatedBundle,
  rotatedLog,
  rotation,
  signedBy,
  successors,
  withoutEntries,
  witnessedAt,
  witnessedBundle,
  witnesses,
} from './evidence-bundles.ts';
import { bytesOf, sampleBody } from './sample-facts.ts';
import { bundleOf, framed, logOf, sampleLog, sampleSigner } from './sample-log.ts';

export const bases = {
  rotated: await rotatedBundle(),
  witnessed: await witnessedBundle(),
  pruned: await prunedBundle(260),
  content: await contentBundle(),
} as const;

export function textIn(files: Files, name: string): string {
  return textOf(files.get(name) ?? new Uint8Array());
}

const { rotated, witnessed, pruned } = bases;
const [next, last] = successors;
const first = sampleSigner();

export const successionCases: BundleCases = {
  'one key followed': () => rotated,
  'the new key pinned': () => ({ ...rotated, policy: policyOf(keyOf(next)) }),
  'both keys pinned': () => ({ ...rotated, policy: policyOf(keyOf(first), keyOf(next)) }),
  'a head that both signed': () =>
    headOf(alsoSignedBy(signedBy(rotatedLog().checkpointAt(10), first), next)),
  'no checkpoint of the old key that covers the entry': () => {
    const files = new Map(rotated.files);
    files.delete('checkpoints/6');
    return { ...rotated, files };
  },
  'the new key pinned, a head that the old one signed and no other checkpoint': () => {
    const { files } = headOf(signedBy(rotatedLog().checkpointAt(10), first));
    for (const name of ['checkpoints/2', 'checkpoints/6']) files.delete(name);
    return { files, policy: policyOf(keyOf(next)) };
  },
  'a head of the replaced key alone': () => headOf(signedBy(rotatedLog().checkpointAt(10), first)),
  'a head of a third key': () => headOf(signedBy(rotatedLog().checkpointAt(10), last)),
  'an invalid signature of a followed key': () => {
    const foreign = parseNote(utf8(rotatedLog().checkpointAt(5))).text;
    const bad = formatSignature(keyOf(next), next.sign(utf8(foreign)));
    return headOf(rotatedLog().checkpointAt(10) + bad);
  },
  'the change as the last entry, the head by the old key': () =>
    rotations([[7, first, next]], first),
  'two changes': () =>
    rotations(
      [
        [2, first, next],
        [5, next, last],
      ],
      last,
      [
        [4, first, next],
        [7, next, last],
      ],
    ),
  'two changes, the second one not covered': () =>
    rotations(
      [
        [2, first, next],
        [5, next, last],
      ],
      last,
      [[4, first, next]],
    ),
  'a change and one back': () =>
    rotations(
      [
        [2, first, next],
        [5, next, first],
      ],
      first,
      [
        [4, first, next],
        [7, first, next],
      ],
    ),
  'entries are missing that could have named the key': () => {
    const files = new Map(rotated.files);
    files.delete('tile/entries/000.p/10');
    return { ...rotated, files };
  },
};

function headOf(note: string): BundleCase & { files: Files } {
  return { ...rotated, files: new Map(rotated.files).set('checkpoint', utf8(note)) };
}

type Signer = ReturnType<typeof sampleSigner>;

async function rotations(
  changes: readonly (readonly [index: number, from: Signer, to: Signer])[],
  head: Signer,
  earlier: readonly (readonly [size: number, ...signers: Signer[]])[] = [],
): Promise<BundleCase> {
  const rotatedAt = new Map(changes.map(([index, from, to]) => [index, rotation(from, to)]));
  const made = logWith(8, rotatedAt);
  const files = await bundleOf(
    made,
    earlier.map(([size]) => size),
  );
  files.set('checkpoint', utf8(signedBy(made.checkpointAt(8), head)));
  for (const [size, ...signers] of earlier) {
    files.set(`checkpoints/${size}`, utf8(signedBy(made.checkpointAt(size), ...signers)));
  }
  return { files, policy: policyOf(keyOf(first)) };
}

const witnessedLog = sampleLog(20);

function cosigned(note: string): BundleCase {
  return { ...witnessed, files: new Map(witnessed.files).set('checkpoint', utf8(note)) };
}

function linesOf(size: number, numbers: readonly number[], time = witnessedAt): string {
  const note = witnessedLog.checkpointAt(size);
  return cosignedBy(note, numbers, time).slice(note.length);
}

/** A cosignature of the first witness with some bytes more or less. */
function resized(change: (signature: Uint8Array) => Uint8Array): string {
  const [witness] = witnesses;
  if (witness === undefined) throw new RangeError('no witness');
  const line = signCosignature(parseNote(utf8(head)).text, witnessedAt, witness);
  const signature = new Uint8Array(Buffer.from(line.split(' ')[2] ?? '', 'base64')).slice(4);
  return formatSignature(typedKey(4, witness.name, witness.publicKey), change(signature));
}

const head = witnessedLog.checkpointAt(20);

export const witnessCases: BundleCases = {
  'two of three': () => witnessed,
  'one of three': () => cosigned(head + linesOf(20, [2])),
  none: () => cosigned(head),
  'one twice is one': () => cosigned(head + linesOf(20, [2]) + linesOf(20, [2], witnessedAt + 1)),
  'one of the newest, two of an earlier checkpoint': () => {
    const { files } = cosigned(head + linesOf(20, [2]));
    const earlier = witnessedLog.checkpointAt(8) + linesOf(8, [1, 2]);
    return { ...witnessed, files: files.set('checkpoints/8', utf8(earlier)) };
  },
  'two of the newest under its name in the folder': () => {
    const { files } = cosigned(head);
    return { ...witnessed, files: files.set('checkpoints/20', utf8(head + linesOf(20, [1, 2]))) };
  },
  'one of each of two notes of one size': () => {
    const { files } = cosigned(head + linesOf(20, [1]));
    return { ...witnessed, files: files.set('checkpoints/20', utf8(head + linesOf(20, [2]))) };
  },
  'an invalid one where the others are enough': () =>
    cosigned(head + linesOf(20, [1, 3]) + linesOf(8, [2])),
  'an invalid and a valid one of one witness': () =>
    cosigned(head + linesOf(20, [1, 2]) + linesOf(8, [2])),
  '71 bytes': () =>
    cosigned(head + linesOf(20, [2, 3]) + resized((signature) => signature.slice(0, -1))),
  '73 bytes': () =>
    cosigned(
      head + linesOf(20, [2, 3]) + resized((signature) => concat(signature, Uint8Array.of(0))),
    ),
  '300 seconds ahead': () => cosigned(head + linesOf(20, [1, 2], nowSeconds + 300)),
  '301 seconds ahead': () => cosigned(head + linesOf(20, [1, 2], nowSeconds + 301)),
  'the signature of a witness in the place of the log': () => {
    const { text: body } = parseNote(utf8(head));
    return cosigned(`${body}\n${linesOf(20, [1, 2])}`);
  },
};

const nowSeconds = Date.UTC(2026, 0, 3) / 1000;
const prunedSize = 260;
const below = 256;

export const pruningCases: BundleCases = {
  'as announced': () => pruned,
  'not announced': async () => {
    const made = sampleLog(prunedSize);
    return { ...pruned, files: withoutEntries(await bundleOf(made), below) };
  },
  'announced for fewer': async () => {
    const made = prunedLog(100, prunedSize);
    return { ...pruned, files: withoutEntries(await bundleOf(made), below) };
  },
  'and not there at all': () => {
    const files = new Map(pruned.files);
    files.delete('tile/entries/001.p/4');
    return { ...pruned, files };
  },
  'every entry of a log of 256': async () => ({
    ...pruned,
    files: withoutEntries(await bundleOf(sampleLog(256)), below),
  }),
  'without their hashes': () => {
    const files = new Map(pruned.files);
    files.delete('tile/0/000');
    return { ...pruned, files };
  },
  'with a changed hash of the last of them': () => changedHash('tile/0/000', 255),
  'with a changed hash of another one': () => changedHash('tile/0/000', 9),
  'with another hash in the level above': () => changedHash('tile/1/000.p/1', 0),
  'with the intent of an outcome, an hour before what is left': () => outcomeAfter(3600),
  'with the intent of an outcome, and one that is later than that': () => outcomeAfter(3601),
  'with the change of the key': async () => {
    const made = prunedLog(below, prunedSize, new Map([[5, rotation(first, next)]]));
    const files = withoutEntries(await bundleOf(made, [100]), below);
    files.set('checkpoint', utf8(signedBy(made.checkpointAt(prunedSize), next)));
    return { ...pruned, files };
  },
};

function changedHash(name: string, at: number): BundleCase {
  return { ...pruned, ...flipped(pruned.files, name, at * 32) };
}

/** The last entry is an outcome whose intent has an id so many seconds after the first entry that is there. */
async function outcomeAfter(seconds: number): Promise<BundleCase> {
  const made = prunedLog(below, prunedSize);
  const from = parseTime(parseLeaf(made.leaves[below] ?? new Uint8Array()).time);
  const ms = Math.floor(from / 1000) + seconds * 1000;
  const { request_id: _, ...outcome } = sampleBody(5);
  const intent = makeId('aud', ms, bytesOf(77, 10));
  const bodies = made.leaves.map((leaf): unknown => JSON.parse(parseLeaf(leaf).body));
  return {
    ...pruned,
    files: withoutEntries(await bundleOf(relaid(bodies, { ...outcome, intent })), below),
  };
}

function relaid(bodies: readonly unknown[], end: object) {
  const entries = bodies.map((body, index) => {
    const own = index === prunedSize - 1 ? { ...end, id: sampleBody(index).id } : body;
    return { body: parseBody(canonicalJson(own)) };
  });
  return logOf(framed(entries));
}
