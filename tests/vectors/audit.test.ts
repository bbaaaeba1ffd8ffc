import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditFieldsPage } from '../../scripts/audit-fields.ts';
import { openBundle } from '../../src/adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { decodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { openCheckpoint, parseCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { classOfType } from '../../src/domain/audit/class-of-type.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { parseCanonical } from '../../src/domain/audit/jcs.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import { parsePolicy } from '../../src/domain/audit/policy.ts';
import { verifyConsistency, verifyInclusion } from '../../src/domain/audit/proof.ts';
import { openNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyBundle } from '../../src/domain/audit/verify.ts';
import { auditVectors, treeLeaf } from './audit-vectors.ts';
import { spliced } from './bundle-patch.ts';
import { readerOf, sampleNow } from './sample-log.ts';

// Asked through a shell of its own, so that a machine without openssl still runs everything else.
const needed = 'for tool in openssl sha256sum base64 od split; do command -v $tool || exit 1; done';
const hasTools = spawnSync('sh', ['-c', needed]).status === 0;
const skipped = hasTools ? '' : ' (skipped: openssl or coreutils are not installed)';
const formatPage = new URL('../../docs/formats/audit.md', import.meta.url);
const fieldsPage = new URL('../../docs/formats/audit-fields.md', import.meta.url);
const computed = await auditVectors();

function committed(name: string) {
  return JSON.parse(readFileSync(new URL(`audit/${name}`, import.meta.url), 'utf8'));
}

interface EdgeLeaf {
  readonly name: string;
  readonly leaf?: string;
  readonly base64?: string;
  readonly fill?: number;
  readonly result: string;
}

function errorCodeOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'ok';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  }
}

test.each(Object.keys(computed))('%s holds the bytes that the code makes', (name) => {
  expect(JSON.parse(JSON.stringify(computed[name]))).toStrictEqual(committed(name));
});

test('the page of the fields is what the code makes of the shapes', () => {
  expect(readFileSync(fieldsPage, 'utf8')).toBe(auditFieldsPage());
});

test('the page of the format names every type', () => {
  const page = readFileSync(formatPage, 'utf8');
  const missing = Object.keys(classOfType).filter((type) => !page.includes(`\`${type}\``));
  expect(missing).toEqual([]);
});

describe('leaves.json', () => {
  const { entries } = committed('leaves.json');

  test('has an entry of every type there is', () => {
    const types = entries.map(({ fact }: { fact: { type: string } }) => fact.type);
    expect(new Set(types)).toEqual(new Set(Object.keys(classOfType)));
  });

  test('each leaf reads back as its fact and names the hash of the leaf ahead', () => {
    for (const [index, { leaf, fact }] of entries.entries()) {
      const { body, prev } = parseLeaf(utf8(leaf));
      expect(parseBody(body)).toEqual(fact);
      const ahead = index === 0 ? committed('leaves.json').genesis : entries[index - 1].hash;
      expect(Buffer.from(prev).toString('base64')).toBe(ahead);
    }
  });
});

/** MTH of RFC 6962 section 2.1, word for word: slow, and independent of the code under test. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Buffer {
  const sha256 = (...parts: readonly Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), only);
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const left = merkleTreeHash(leaves.slice(0, k));
  return sha256(Uint8Array.of(1), left, merkleTreeHash(leaves.slice(k)));
}

describe('tree.json', () => {
  const { roots, inclusion, consistency } = committed('tree.json');
  const rootAt = new Map<number, Uint8Array>(
    roots.map(({ size }: { size: number }) => [
      size,
      merkleTreeHash(Array.from({ length: size }, (_, index) => treeLeaf(index))),
    ]),
  );
  const root = (size: number) =>
    rootAt.get(size) ?? merkleTreeHash(Array.from({ length: size }, (_, at) => treeLeaf(at)));

  test('the roots are those of the definition', () => {
    for (const { size, root: text } of roots) {
      expect({ size, text }).toEqual({ size, text: Buffer.from(root(size)).toString('base64') });
    }
  });

  test('every proof leads to the root', () => {
    for (const { index, size, proof } of inclusion) {
      const hashes = proof.map(decodeBase64);
      const claim = {
        index,
        size,
        leafHash: leafHash(treeLeaf(index)),
        root: root(size),
        proof: hashes,
      };
      expect({ index, size, isValid: verifyInclusion(claim) }).toEqual({
        index,
        size,
        isValid: true,
      });
    }
    for (const { size1, size2, proof } of consistency) {
      const claim = {
        size1,
        size2,
        root1: root(size1),
        root2: root(size2),
        proof: proof.map(decodeBase64),
      };
      expect({ size1, size2, isValid: verifyConsistency(claim) }).toEqual({
        size1,
        size2,
        isValid: true,
      });
    }
  });
});

describe('proofs that lead nowhere', () => {
  const { refused } = committed('tree.json');
  const root = (size: number) =>
    merkleTreeHash(Array.from({ length: size }, (_, index) => treeLeaf(index)));

  test.each<{ name: string; index: number; size: number; leaf: number; proof: string[] }>(
    refused.inclusion,
  )('inclusion, $name', ({ index, size, leaf, proof }) => {
    const claim = { index, size, leafHash: leafHash(treeLeaf(leaf)), root: root(size) };
    expect(verifyInclusion({ ...claim, proof: proof.map(decodeBase64) })).toBe(false);
  });

  test.each<{ name: string; size1: number; size2: number; proof: string[] }>(refused.consistency)(
    'consistency, $name',
    ({ size1, size2, proof }) => {
      const claim = { size1, size2, root1: root(size1), root2: root(size2) };
      expect(verifyConsistency({ ...claim, proof: proof.map(decodeBase64) })).toBe(false);
    },
  );
});

describe('checkpoint.json', () => {
  const { vkey, policy, checkpoints } = committed('checkpoint.json');
  const log = parseVkey(vkey);

  test('the policy trusts the key', () => {
    expect(parsePolicy(utf8(policy)).logs).toEqual([log]);
  });

  test('every checkpoint opens', () => {
    for (const { size, note } of checkpoints) {
      expect(openCheckpoint(utf8(note), [log], ed25519Verify).size).toBe(size);
    }
  });
});

describe('notes.json', () => {
  const log = parseVkey(committed('checkpoint.json').vkey);
  const { notes, texts } = committed('notes.json');

  test.each<{ name: string; note: string; result: string }>(notes)(
    '$name: $result',
    ({ note, result }) => {
      expect(errorCodeOf(() => openNote(utf8(note), [log], ed25519Verify))).toBe(result);
    },
  );

  test.each<{ text: string; result: string }>(texts)('$text is $result', ({ text, result }) => {
    expect(errorCodeOf(() => parseCheckpoint(text))).toBe(result);
  });
});

test('json.json: only the canonical spelling is taken', () => {
  for (const { text, isCanonical } of committed('json.json').texts) {
    expect({ text, code: errorCodeOf(() => parseCanonical(text)) }).toEqual({
      text,
      code: isCanonical ? 'ok' : 'bad_json',
    });
  }
});

describe('edges.json', () => {
  const { leaves, bodies } = committed('edges.json');

  test.each<EdgeLeaf>(leaves)('$name: $result', ({ leaf = '', base64, fill = 0, result }) => {
    const text = leaf.replace('{fill}', 'x'.repeat(fill));
    const bytes = base64 === undefined ? utf8(text) : decodeBase64(base64);
    expect(errorCodeOf(() => parseLeaf(bytes))).toBe(result);
  });

  test.each<{ name: string; body: string; result: string }>(bodies)(
    'a body, $name: $result',
    ({ body, result }) => {
      expect(errorCodeOf(() => parseBody(body))).toBe(result);
    },
  );
});

describe('tar.json', () => {
  const { archive, archives } = committed('tar.json');

  test.each<{ name: string; at: number; length: number; bytes: string; result: string }>(archives)(
    '$name: $result',
    async ({ result, ...change }) => {
      const folder = mkdtempSync(join(tmpdir(), 'monago-tar-'));
      try {
        const path = join(folder, 'bundle.tar');
        writeFileSync(path, spliced(decodeBase64(archive), change));
        const opened = await openBundle(path);
        if (opened.kind === 'opened') await opened.close();
        expect(opened.kind).toBe(result);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe('bundle.json', () => {
  const files = new Map<string, Uint8Array>(
    Object.entries<string>(committed('bundle.json').files).map(([name, text]) => [
      name,
      decodeBase64(text),
    ]),
  );
  const fileOf = (name: string) => files.get(name) ?? new Uint8Array();

  test('is verified', async () => {
    const policy = parsePolicy(fileOf('policy'));
    const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
    const verification = await verifyBundle(readerOf(files), { trust, now: sampleNow });
    expect(verification).toMatchObject({
      verdict: 'verified',
      size: 5,
      entries: 5,
      checkpoints: 1,
    });
  });

  test.skipIf(!hasTools)(`is verified by hand as docs/formats/audit.md says${skipped}`, () => {
    const page = readFileSync(formatPage, 'utf8');
    const script = /```sh\n(.*?)```/s.exec(page)?.[1] ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'monago-by-hand-'));
    try {
      for (const [name, bytes] of files) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      const printed = execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      const follows = [1, 2, 3, 4].map((index) => `entry ${index} follows entry ${index - 1}`);
      const hashed = [0, 1, 2, 3, 4].map((index) => `entry ${index} has the hash in the tile`);
      expect(printed.trim().split('\n').toSorted()).toEqual(
        [
          'Signature Verified Successfully',
          ...follows,
          ...hashed,
          'the tree has the signed root',
        ].toSorted(),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
