import type { BundleReader } from './bundle.ts';
import { anchorsFolder } from './bundle.ts';
import { utf8 } from './bytes.ts';
import type { ReadNote } from './check-note.ts';
import type { Finding, Findings } from './finding.ts';

/**
 * Looks at a DER time stamp (RFC 3161) over the SHA-256 of a message. Supplied from outside, because it takes ASN.1 and
 * X.509. MUST NOT reject for anything that the bytes say.
 */
export type VerifyTimestamp = (token: Uint8Array, message: Uint8Array) => Promise<TimestampResult>;

export type TimestampResult =
  | {
      readonly kind: 'valid' /** Microseconds since the epoch. */;
      readonly time: number;
      readonly authority: string;
    }
  /** It is a time stamp of something else, or not one at all. */
  | { readonly kind: 'mismatch' | 'malformed'; readonly message: string }
  /** It is of this message, and nobody who is trusted vouches for it. */
  | { readonly kind: 'untrusted'; readonly message: string };

/** What became of a proof that a checkpoint was put elsewhere. */
export interface CheckedAnchor {
  readonly file: string;
  readonly size: number;
  readonly kind: string;
  /** `unchecked`: nobody here can tell; the file is for whoever holds the other end. */
  readonly status: 'valid' | 'unchecked';
  /** Microseconds since the epoch. */
  readonly time?: number;
  readonly authority?: string;
}

interface AnchorFile {
  readonly file: string;
  readonly size: number;
  readonly kind: string;
}

const anchorName = /^anchors\/(0|[1-9]\d{0,15})\.([a-z0-9]{1,16})$/;
const timestampKind = 'tsr';

export interface AnchorParts {
  readonly notes: readonly ReadNote[];
  readonly findings: Findings;
  readonly verifyTimestamp?: VerifyTimestamp | undefined;
}

/** V16: every anchor is of a checkpoint in the bundle, and every time stamp of exactly that checkpoint. */
export async function checkAnchors(
  bundle: BundleReader,
  parts: AnchorParts,
): Promise<CheckedAnchor[]> {
  const notes = new Map(parts.notes.map((note) => [note.size, note]));
  const checked: CheckedAnchor[] = [];
  for (const anchor of bundle.names.flatMap(anchorOf)) {
    const token = await bundle.read(anchor.file);
    const note = notes.get(anchor.size);
    if (note === undefined || token === undefined) {
      const message = 'the checkpoint that was anchored is not in the bundle';
      const { file } = anchor;
      parts.findings.add({ check: 'V16', weight: 'incomplete', file, message });
    } else {
      checked.push(...(await checkAnchor(anchor, { note, token }, parts)));
    }
  }
  return checked;
}

async function checkAnchor(
  anchor: AnchorFile,
  { note, token }: { readonly note: ReadNote; readonly token: Uint8Array },
  { findings, verifyTimestamp }: AnchorParts,
): Promise<CheckedAnchor[]> {
  if (anchor.kind !== timestampKind || verifyTimestamp === undefined) {
    return [{ ...anchor, status: 'unchecked' }];
  }
  const result = await resultOf(token, note, verifyTimestamp);
  if (result.kind !== 'valid') {
    findings.add(faultOf(anchor, result));
    return [];
  }
  const { time, authority } = result;
  return [{ ...anchor, status: 'valid', time, authority }];
}

function anchorOf(file: string): AnchorFile[] {
  if (!file.startsWith(anchorsFolder)) return [];
  const [, size, kind] = anchorName.exec(file) ?? [];
  return size === undefined || kind === undefined ? [] : [{ file, size: Number(size), kind }];
}

/** Cosignatures may have come after the time stamp, so it may also be of the note as the log alone signed it. */
async function resultOf(
  token: Uint8Array,
  note: ReadNote,
  verify: VerifyTimestamp,
): Promise<TimestampResult> {
  const result = await verify(token, note.bytes);
  return result.kind === 'mismatch' ? verify(token, signedByLogAlone(note)) : result;
}

/** The note without the signature lines of others. */
function signedByLogAlone({ bytes, origin }: Pick<ReadNote, 'bytes' | 'origin'>): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const split = text.lastIndexOf('\n\n') + 2;
  const lines = text.slice(split).split('\n').slice(0, -1);
  const own = lines.filter((line) => line.startsWith(`\u2014 ${origin} `));
  return utf8(text.slice(0, split) + own.map((line) => `${line}\n`).join(''));
}

function faultOf(
  { file }: AnchorFile,
  result: Exclude<TimestampResult, { readonly kind: 'valid' }>,
): Finding {
  const weight = result.kind === 'untrusted' ? 'incomplete' : 'tampered';
  return { check: 'V16', weight, file, message: result.message };
}
