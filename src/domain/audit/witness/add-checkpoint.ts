import { decodeBase64, encodeBase64 } from '../base64.ts';
import { concat, utf8 } from '../bytes.ts';
import { AuditFormatError } from '../format-error.ts';
import { hashBytes } from '../merkle.ts';

/** What a log asks of a witness (c2sp.org/tlog-witness): to cosign a checkpoint that continues an earlier one. */
export interface AddCheckpoint {
  /** Size of the tree that the witness cosigned last, as far as the log knows; 0 for none. */
  readonly oldSize: number;
  /** RFC 6962 consistency proof from that size. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint, a signed note. */
  readonly note: Uint8Array;
}

/** A tree of more than 2^63 entries would need more. */
const proofLinesMax = 63;
const oldLine = /^old (0|[1-9][0-9]{0,15})$/;
const lineFeed = 0x0a;

export function formatAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): Uint8Array {
  const hashes = proof.map((hash) => `${encodeBase64(hash)}\n`).join('');
  return concat(utf8(`old ${oldSize}\n${hashes}\n`), note);
}

/**
 * The body of a request. The note is not looked into.
 * @throws AuditFormatError `bad_proof`, `bad_base64`
 */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const { lines, rest } = linesBeforeEmpty(body);
  const [first = '', ...hashes] = lines;
  const size = Number(oldLine.exec(first)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(size)) {
    throw new AuditFormatError('bad_proof', 'the first line is not "old" and a tree size');
  }
  const proof = hashes.map(decodeBase64);
  if (proof.some((hash) => hash.length !== hashBytes)) {
    throw new AuditFormatError('bad_proof', 'a line of the proof is not a hash');
  }
  return { oldSize: size, proof, note: rest };
}

function linesBeforeEmpty(body: Uint8Array): { lines: string[]; rest: Uint8Array } {
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const end = body.indexOf(lineFeed, start);
    if (end < 0) throw new AuditFormatError('bad_proof', 'no empty line follows the proof');
    const rest = body.subarray(end + 1);
    if (end === start) return { lines, rest };
    if (lines.length > proofLinesMax) {
      throw new AuditFormatError('bad_proof', `more than ${proofLinesMax} lines of proof`);
    }
    lines.push(String.fromCharCode(...body.subarray(start, Math.min(end, start + 64))));
    start = end + 1;
  }
}
