import { decodeBase64, encodeBase64 } from './base64.ts';
import { textOf } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { leafBytesMax } from './leaf.ts';
import { hashBytes } from './merkle.ts';

/** Proof that one entry is in a signed tree, complete in one file (c2sp.org/tlog-proof). */
export interface Receipt {
  /** The entry itself, as `extra` data: the proof is about the hash of exactly these bytes. */
  readonly leaf: Uint8Array;
  readonly index: number;
  /** Inclusion proof, leaf side first. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, cosignatures included. */
  readonly checkpoint: string;
}

const magic = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 entries needs no more. */
const proofHashesMax = 63;
const receiptBytesMax = 131_072;
const decimal = /^(0|[1-9][0-9]{0,15})$/;

export function encodeReceipt({ leaf, index, proof, checkpoint }: Receipt): string {
  const lines = [
    magic,
    `extra ${encodeBase64(leaf)}`,
    `index ${index}`,
    ...proof.map(encodeBase64),
    '',
  ];
  return `${lines.join('\n')}\n${checkpoint}`;
}

/**
 * Takes a receipt apart without believing it. One without its entry is refused: what cannot be looked at proves nothing.
 * @throws AuditFormatError `bad_receipt`, `bad_base64`, `bad_utf8`
 */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > receiptBytesMax) throw refused('the receipt is too long');
  const text = textOf(bytes);
  const split = text.indexOf('\n\n');
  if (split < 0) throw refused('there is no empty line ahead of the checkpoint');
  const [first, extra = '', position = '', ...hashes] = text.slice(0, split).split('\n');
  if (first !== magic) throw refused(`line 1 is not ${magic}`);
  const leaf = decodeBase64(wordAfter('extra ', extra));
  if (leaf.length > leafBytesMax) throw refused('the entry is too long');
  const index = Number(wordAfter('index ', position));
  if (!decimal.test(position.slice('index '.length)) || !Number.isSafeInteger(index)) {
    throw refused('line 3 is not an index');
  }
  if (hashes.length > proofHashesMax) throw refused(`more than ${proofHashesMax} hashes`);
  const proof = hashes.map(decodeBase64);
  if (proof.some(({ length }) => length !== hashBytes)) throw refused('a line is not a hash');
  return { leaf, index, proof, checkpoint: text.slice(split + 2) };
}

function wordAfter(keyword: string, line: string): string {
  if (!line.startsWith(keyword)) throw refused(`a line does not begin with "${keyword.trim()}"`);
  return line.slice(keyword.length);
}

function refused(message: string): AuditFormatError {
  return new AuditFormatError('bad_receipt', message);
}
