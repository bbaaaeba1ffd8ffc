import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTar } from '../../src/adapters/evidence/tar.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { textOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { encodeReceipt } from '../../src/domain/audit/receipt.ts';
import { decodeEntryBundle, encodeEntryBundle } from '../../src/domain/audit/tile.ts';
import { makeAuthority, type TestAuthority } from '../support/openssl-tsa.ts';
import { cosignedBy, witnessedAt, witnessedPolicy } from '../vectors/evidence-bundles.ts';
import { receiptAt } from '../vectors/receipts.ts';
import { bundleOf, logOf, type SampleLog, sampleLog, sampleSigner } from '../vectors/sample-log.ts';
import { flipped, otherModel, rechained } from '../vectors/tampered-bundles.ts';
import { hasGo, withoutGo } from './go-verifier.ts';

const guide = readFileSync(new URL('../../docs/guides/auditor.md', import.meta.url), 'utf8');
const verifier = fileURLToPath(new URL('verify.go', import.meta.url));

// Asked through a shell of its own, so that a machine without openssl still runs everything else.
const needed =
  'for tool in openssl sha256sum base64 od paste tar; do command -v $tool || exit 1; done; openssl pkeyutl -help 2>&1 | grep -e -rawin';
const hasTools = spawnSync('sh', ['-c', needed]).status === 0;
const skipped = hasTools ? '' : ' (skipped: openssl 3, tar or coreutils are not installed)';

/** What each section of the page has run, by the number in its heading; 0 is what they have in common. */
const steps = new Map<string, { readonly script: string; readonly needsGo: boolean }>();
for (const section of guide.split(/^## /m)) {
  const blocks = [...section.matchAll(/```sh( go)?\n(.*?)```/gs)];
  if (blocks.length === 0) continue;
  const name = /^(\d+)\. /.exec(section)?.[1] ?? (steps.size === 0 ? '0' : 'counts');
  const script = blocks.map(([, , text]) => text).join('\n');
  steps.set(name, { script, needsGo: blocks.some(([, go]) => go !== undefined) });
}

const size = 270;
// Not far behind a full tile: each hash costs the shell some processes.
const keptAt = 258;
const stampedAt = 256;
const receiptOf = 260;

type Files = Map<string, Uint8Array>;

/** What an auditor is handed: the bundle, and what came another way. */
interface Evidence {
  readonly bundle: Files;
  readonly aside: Files;
}

let authority: TestAuthority;
let log: SampleLog;
let good: Evidence;

beforeAll(async () => {
  if (!hasTools) return;
  authority = makeAuthority();
  log = sampleLog(size);
  good = await evidenceOf(log);
});
afterAll(() => authority?.remove());

async function evidenceOf(of: SampleLog): Promise<Evidence> {
  const bundle = await bundleOf(of, [stampedAt, keptAt]);
  const cosigned = (at: number) => utf8(cosignedBy(of.checkpointAt(at), [1, 2]));
  bundle.set('checkpoint', cosigned(size));
  bundle.set(`checkpoints/${stampedAt}`, cosigned(stampedAt));
  bundle.set(`anchors/${stampedAt}.tsr`, stampOf(of.checkpointAt(stampedAt)));
  const aside = new Map([
    ['pinned.policy', utf8(formatPolicy(witnessedPolicy(of)))],
    ['receipt.tlog-proof', utf8(encodeReceipt(await receiptAt(of, receiptOf)))],
    ['kept', utf8(of.checkpointAt(keptAt))],
    ['tsa.pem', utf8(authority.ca)],
  ]);
  return { bundle, aside };
}

/** What the authority answers when it is shown a note. */
function stampOf(note: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'monago-stamp-'));
  try {
    writeFileSync(join(folder, 'note'), note);
    const query = ['ts', '-query', '-data', 'note', '-sha256', '-cert', '-out', 'query'];
    spawnSync('openssl', query, { cwd: folder });
    return authority.answer(readFileSync(join(folder, 'query')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly status: number | null;
  /** Lines on standard output. */
  readonly said: readonly string[];
  /** The last line on standard error. */
  readonly because: string;
}

/** Runs steps of the page, with what they have in common ahead of them. */
async function run(names: readonly string[], { bundle, aside }: Evidence, more = ''): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'monago-auditor-'));
  try {
    for (const [name, bytes] of aside) writeFileSync(join(folder, name), bytes);
    copyFileSync(verifier, join(folder, 'verify.go'));
    const packed: Uint8Array[] = [];
    const files = (async function* () {
      for (const [name, bytes] of bundle) yield { name, bytes };
    })();
    for await (const part of writeTar(files)) packed.push(part);
    writeFileSync(join(folder, 'evidence.tar'), Buffer.concat(packed));
    const script = ['0', '1', '2', ...names].map((name) => steps.get(name)?.script ?? 'exit 99');
    const { status, stdout, stderr } = spawnSync('sh', ['-c', [...script, more].join('\n')], {
      cwd: folder,
      encoding: 'utf8',
    });
    const because = stderr.trim().split('\n').at(-1) ?? '';
    return { status, said: stdout.trimEnd().split('\n'), because };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const timeout = 120_000;

describe.skipIf(!hasTools)(`the walk-through for auditors${skipped}`, () => {
  test('has every step that it counts', () => {
    expect([...steps.keys()]).toEqual([...'0123456789', 'counts']);
    expect([...steps].filter(([, { needsGo }]) => needsGo).map(([name]) => name)).toEqual(['9']);
  });

  test('comes to its end with good evidence', { timeout }, async () => {
    const { status, said, because } = await run([...'345678'], good);
    expect({ status, because }).toEqual({ status: 0, because: '' });
    const seconds = String(witnessedAt);
    expect(said).toEqual([
      `1. the log is ${log.origin}`,
      `2. the key signed a tree of ${size} entries`,
      '3. the newest entries have the hashes in their tile, and each follows the one ahead',
      '4. the tiles lead to the signed root',
      expect.stringMatching(new RegExp(`^5. entry ${receiptOf} is in the log: [a-z._]+$`)),
      `6. the first ${keptAt} entries are those that were signed before`,
      `7. witness.example/w1 saw it at ${seconds} seconds since 1970`,
      expect.stringMatching(
        new RegExp(`^8. the first ${stampedAt} entries are from before: [A-Z][a-z]{2} .*GMT$`),
      ),
    ]);
  });

  test.skipIf(!hasGo)(`looks at everything with Go${withoutGo}`, { timeout }, async () => {
    const { status, said } = await run(['9'], good);
    expect(status).toBe(0);
    expect(said.slice(-3)).toEqual([
      `verified ${size} entries, 2 checkpoints`,
      `verified entry ${receiptOf} of ${size}`,
      '9. Go agrees',
    ]);
  });

  test('shows the core of the verifier as it is', () => {
    const [, shown = ''] = /```go\n(.*?)```/s.exec(guide) ?? [];
    expect(shown.length).toBeGreaterThan(100);
    expect(readFileSync(verifier, 'utf8')).toContain(shown);
  });

  test('counts the calls of each day and key', { timeout }, async () => {
    const intents = log.leaves
      .map((leaf) => parseBody(parseLeaf(leaf).body))
      .filter((body) => body.type === 'ai.request.intent');
    const { said } = await run(['counts'], good);
    const counts = said
      .slice(2)
      .map((line) => /^ *(\d+) calls on (\S+) with key …(\S+)$/.exec(line));
    expect(counts.length).toBeGreaterThan(0);
    for (const [, count, day, last4] of counts.map((found) => found ?? [])) {
      const of = intents.filter(
        ({ credential, obs_time }) => credential.last4 === last4 && obs_time.startsWith(day ?? '-'),
      );
      expect(of).toHaveLength(Number(count));
    }
    const total = counts.reduce((sum, found) => sum + Number(found?.[1]), 0);
    expect(total).toBe(intents.length);
  });

  test('computes commitments', async () => {
    const salt = Uint8Array.from({ length: 32 }, (_, at) => at);
    const words = '{"model":"gpt-4o"}';
    const more = `printf %s '${words}' > said; commitment ${encodeBase64(salt)} said`;
    const { said } = await run(['5'], good, more);
    expect(said.at(-1)).toBe(encodeBase64(commit(salt, utf8(words))));
  });

  test.each([1, 999, 1000, 1_234_067])('spells number %i as paths do', async (number) => {
    const more = `size=$((400 * 1000000)); path_of 0 ${number}`;
    const { said } = await run([], good, more);
    const groups = String(number)
      .replace(/\B(?=(\d{3})+$)/g, ' ')
      .split(' ');
    const padded = groups.map((group) => group.padStart(3, '0'));
    const path = padded.map((group, at) => (at < padded.length - 1 ? `x${group}` : group));
    expect(said.at(-1)).toBe(path.join('/'));
  });
});

/** Someone's change, the step that notices it, and its words. */
interface Tampering {
  readonly name: string;
  readonly step: string;
  readonly words: RegExp;
  readonly change: (evidence: Evidence) => void | Promise<void>;
}

const newest = `tile/entries/001.p/${size - 256}`;

function fileOf(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new RangeError(`no file ${name}`);
  return bytes;
}

/** Entries of the newest file as somebody leaves them, with hashes that fit. */
function withNewest({ bundle }: Evidence, change: (leaves: Uint8Array[]) => Uint8Array[]): void {
  const leaves = change([...decodeEntryBundle(fileOf(bundle, newest))]);
  bundle.set(newest, encodeEntryBundle(leaves));
  bundle.set(`tile/0/001.p/${size - 256}`, Buffer.concat(leaves.map(leafHash)));
}

/** A history that the holder of the key wrote anew from some entry on. */
const rewritten = () => logOf(rechained(log.leaves, 50, otherModel));

const tamperings: readonly Tampering[] = [
  {
    name: 'a bundle that brings its own key',
    step: '1',
    words: /of another key$/,
    change: async ({ bundle }) => {
      const forged = await bundleOf(sampleLog(size, sampleSigner(2)));
      for (const [name, bytes] of forged) bundle.set(name, bytes);
    },
  },
  {
    name: 'a pinned key with a letter wrong',
    step: '1',
    words: /was mistyped$/,
    change: ({ aside }) => {
      const policy = textOf(fileOf(aside, 'pinned.policy'));
      const [line = ''] = policy.split('\n');
      const letter = line.at(-3) === 'A' ? 'B' : 'A';
      const wrong = policy.replace(line, line.slice(0, -3) + letter + line.slice(-2));
      aside.set('pinned.policy', utf8(wrong));
    },
  },
  {
    name: 'a checkpoint of another key',
    step: '2',
    words: /has no signature of/,
    change: ({ bundle }) => {
      const forged = sampleLog(size, sampleSigner(2));
      bundle.set('checkpoint', utf8(forged.checkpointAt(size)));
    },
  },
  {
    name: 'another size in the checkpoint',
    step: '2',
    words: /a signature that is not valid/,
    change: ({ bundle }) => {
      const note = textOf(fileOf(bundle, 'checkpoint'));
      bundle.set('checkpoint', utf8(note.replace(`\n${size}\n`, `\n${size - 1}\n`)));
    },
  },
  {
    name: 'a changed entry',
    step: '3',
    words: /^entry 256 has another hash than the tile$/,
    change: ({ bundle }) => {
      const { length = 0 } = log.leaves[256] ?? [];
      bundle.set(newest, flipped(fileOf(bundle, newest), length - 10));
    },
  },
  {
    name: 'a changed entry, with the hash in the tile',
    step: '3',
    words: /^entry 259 does not follow the one ahead$/,
    change: (evidence) =>
      withNewest(evidence, (leaves) => {
        const third = leaves[2] ?? new Uint8Array();
        return leaves.with(2, flipped(third, third.length - 10));
      }),
  },
  {
    name: 'two entries swapped',
    step: '3',
    words: /^entry 258 is of another place$/,
    change: (evidence) =>
      withNewest(evidence, (leaves) => {
        const [third = new Uint8Array(), fourth = new Uint8Array()] = leaves.slice(2);
        return leaves.with(2, fourth).with(3, third);
      }),
  },
  {
    name: 'the last entry taken out',
    step: '3',
    words: /^entries are missing behind entry 268$/,
    change: ({ bundle }) => {
      const leaves = decodeEntryBundle(fileOf(bundle, newest));
      bundle.set(newest, encodeEntryBundle(leaves.slice(0, -1)));
    },
  },
  {
    name: 'a changed hash in a tile',
    step: '4',
    words: /do not lead to the signed root/,
    change: ({ bundle }) => {
      const tile = `tile/0/001.p/${size - 256}`;
      bundle.set(tile, flipped(fileOf(bundle, tile), 40));
    },
  },
  {
    name: 'a receipt of another entry',
    step: '5',
    words: /does not lead to its root/,
    change: ({ aside }) => {
      const text = textOf(fileOf(aside, 'receipt.tlog-proof'));
      const other = encodeBase64(log.leaves[receiptOf + 1] ?? new Uint8Array());
      aside.set('receipt.tlog-proof', utf8(text.replace(/^extra .*$/m, `extra ${other}`)));
    },
  },
  {
    name: 'a receipt of another history under the same key',
    step: '5',
    words: /the bundle has another entry in its place/,
    change: async ({ aside }) => {
      const receipt = encodeReceipt(await receiptAt(rewritten(), receiptOf));
      aside.set('receipt.tlog-proof', utf8(receipt));
    },
  },
  {
    name: 'a history that was rewritten and signed with the real key',
    step: '6',
    words: /^the first 258 entries are others than those signed before$/,
    change: async ({ bundle }) => {
      const anew = await bundleOf(rewritten(), [stampedAt, keptAt]);
      for (const [name, bytes] of anew) bundle.set(name, bytes);
    },
  },
  {
    name: 'a log that was cut off',
    step: '6',
    words: /something was cut off/,
    change: ({ aside }) => {
      aside.set('kept', utf8(sampleLog(size + 1).checkpointAt(size + 1)));
    },
  },
  {
    name: 'a checkpoint that the witness has not seen',
    step: '7',
    words: /has not cosigned/,
    change: ({ bundle }) => {
      bundle.set('checkpoint', utf8(log.checkpointAt(size)));
    },
  },
  {
    name: 'a cosignature of another checkpoint',
    step: '7',
    words: /the signature of the witness is not valid/,
    change: ({ bundle }) => {
      const [, line] = textOf(fileOf(bundle, `checkpoints/${stampedAt}`)).split(
        /(?=^\u2014 witness)/m,
      );
      bundle.set('checkpoint', utf8(`${log.checkpointAt(size)}${line}`));
    },
  },
  {
    name: 'a time stamp of another checkpoint',
    step: '8',
    words: /the time stamp is not of this checkpoint/,
    change: ({ bundle }) => {
      bundle.set(`anchors/${stampedAt}.tsr`, stampOf(log.checkpointAt(keptAt)));
    },
  },
  {
    name: 'a time stamp of an authority that nobody trusts',
    step: '8',
    words: /of nobody you trust/,
    change: ({ aside }) => {
      const another = makeAuthority({ key: 'ec' });
      aside.set('tsa.pem', utf8(another.ca));
      another.remove();
    },
  },
];

describe.skipIf(!hasTools)(`the walk-through stops at${skipped}`, () => {
  test.each(tamperings)('$name, in step $step', { timeout }, async ({ step, words, change }) => {
    const evidence = { bundle: new Map(good.bundle), aside: new Map(good.aside) };
    await change(evidence);
    const { status, because } = await run(Number(step) < 3 ? [] : [step], evidence);
    expect({ status, because }).toEqual({ status: 1, because: expect.stringMatching(words) });
  });

  test.skipIf(!hasGo)(
    `an old entry that was changed, in step 9${withoutGo}`,
    { timeout },
    async () => {
      const bundle = new Map(good.bundle);
      bundle.set('tile/entries/000', flipped(fileOf(bundle, 'tile/entries/000'), 700));
      const { status, because } = await run(['9'], { ...good, bundle });
      expect(status).toBe(1);
      expect(because).toMatch(/^entry \d+: has another hash than the tree$/);
    },
  );
});
