import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import { verifyConsistency, verifyInclusion } from '../../src/domain/audit/proof.ts';

const folder = new URL('../../../shared/vectors/merkle/testdata/', import.meta.url);
const isAbsent = !existsSync(folder);
const skipped = isAbsent ? ' (skipped: ../shared/vectors/merkle is not here)' : '';

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

function vectorsIn(kind: 'inclusion' | 'consistency'): { name: string; vector: Vector }[] {
  if (isAbsent) return [];
  const files = readdirSync(new URL(kind, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: file, vector: read(`${kind}/${file}`) }));
}

function read(path: string): Vector {
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return JSON.parse(readFileSync(new URL(escaped, folder), 'utf8'));
}

// Some vectors hold hashes of a wrong length on purpose; Buffer reads any base64.
function bytes(text: string | null): Uint8Array {
  return new Uint8Array(Buffer.from(text ?? '', 'base64'));
}

describe.skipIf(isAbsent)(`RFC 6962 proofs of transparency-dev/merkle${skipped}`, () => {
  const inclusion = vectorsIn('inclusion');
  const consistency = vectorsIn('consistency');

  test('all 196 vectors are read', () => {
    expect(inclusion.length + consistency.length).toBe(196);
  });

  test.each(inclusion)('inclusion $name', ({ vector }) => {
    const isValid = verifyInclusion({
      index: vector.leafIdx,
      size: vector.treeSize,
      leafHash: bytes(vector.leafHash),
      root: bytes(vector.root),
      proof: (vector.proof ?? []).map(bytes),
    });
    expect(isValid).toBe(!vector.wantErr);
  });

  test.each(consistency)('consistency $name', ({ vector }) => {
    const isValid = verifyConsistency({
      size1: vector.size1,
      size2: vector.size2,
      root1: bytes(vector.root1),
      root2: bytes(vector.root2),
      proof: (vector.proof ?? []).map(bytes),
    });
    expect(isValid).toBe(!vector.wantErr);
  });
});

test('the reference tree of Certificate Transparency has its published roots', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const range = new CompactRange();
  const roots = leaves.map((leaf) => {
    range.append(leafHash(new Uint8Array(Buffer.from(leaf, 'hex'))));
    return encodeBase64(range.root());
  });
  expect(roots[5]).toBe('duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=');
  expect(roots[7]).toBe('XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=');
});
