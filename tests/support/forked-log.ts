import { createHash } from 'node:crypto';
import { ed25519Signer } from '../../src/adapters/evidence/ed25519.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { signCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { emptyRoot, leafHash, nodeHash } from '../../src/domain/audit/merkle.ts';
import { proveConsistency, type Subtree } from '../../src/domain/audit/proof.ts';
import { type NoteSigner, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import { formatAddCheckpoint } from '../../src/domain/audit/witness/add-checkpoint.ts';

/** A log whose key signs any number of histories. */
export class ForkedLog {
  readonly origin: string;
  readonly signer: NoteSigner;

  constructor(origin: string) {
    this.origin = origin;
    this.signer = ed25519Signer(origin, createHash('sha256').update(origin).digest());
  }

  /** What a witness or an auditor pins. */
  policy(): string {
    return `log ${vkeyOf(this.origin, this.signer.publicKey)}\nquorum none\n`;
  }

  note(history: string, size: number): string {
    const root = size === 0 ? emptyRoot() : rootOf(history, 0, size);
    return signCheckpoint({ origin: this.origin, size, root }, this.signer);
  }

  /** The body of an `add-checkpoint` request with a proof that holds within the history. */
  async request(history: string, since: number, size: number): Promise<Uint8Array> {
    const read = async (subtree: Subtree) => hashIn(history, subtree);
    const isProvable = since > 0 && since < size;
    const proof = isProvable ? await proveConsistency(since, size, read) : [];
    return formatAddCheckpoint({ oldSize: since, proof, note: utf8(this.note(history, size)) });
  }
}

function hashIn(history: string, { height, index }: Subtree): Uint8Array {
  if (height === 0) return leafHash(utf8(`${history} ${index}`));
  const left = hashIn(history, { height: height - 1, index: 2 * index });
  return nodeHash(left, hashIn(history, { height: height - 1, index: 2 * index + 1 }));
}

function rootOf(history: string, begin: number, end: number): Uint8Array {
  const width = end - begin;
  if (width === 1) return hashIn(history, { height: 0, index: begin });
  let split = 1;
  while (split * 2 < width) split *= 2;
  return nodeHash(rootOf(history, begin, begin + split), rootOf(history, begin + split, end));
}
