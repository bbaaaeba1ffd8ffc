import { checkpointFile, policyFile } from '../../../../../src/domain/audit/bundle.ts';
import { textOf, utf8 } from '../../../../../src/domain/audit/bytes.ts';
import { parseCheckpoint } from '../../../../../src/domain/audit/checkpoint.ts';
import { parsePolicy } from '../../../../../src/domain/audit/policy.ts';
import { parseNote } from '../../../../../src/domain/audit/signed-note.ts';
import { type Verification, verifyBundle } from '../../../../../src/domain/audit/verify.ts';
import { type FetchFile, RemoteLog } from './remote-log.ts';
import { type AskEd25519, withSignatures } from './signatures.ts';

export interface LogVerificationRequest {
  readonly fetchFile: FetchFile;
  readonly ask: AskEd25519;
  /** The policy that is trusted; undefined: the one that the server names now. */
  readonly policy: string | undefined;
  /** A checkpoint that was verified earlier: the log must still begin with what it signed. */
  readonly kept: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onProgress: (progress: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly read: number;
  readonly total: number;
}

export interface VerifiedLog {
  readonly verification: Verification;
  readonly areSignaturesChecked: boolean;
  /** What was trusted, and the newest checkpoint: to be remembered where all is well. */
  readonly policy: string;
  readonly checkpoint: string;
}

/** Reads every byte of a log from its server and believes none of it. */
export async function verifyLog(request: LogVerificationRequest): Promise<VerifiedLog> {
  const { fetchFile, ask, kept, now, onProgress } = request;
  const note = await need(fetchFile, checkpointFile);
  const { size } = parseCheckpoint(parseNote(note).text);
  const policy = request.policy ?? textOf(await need(fetchFile, policyFile));
  const trusted = parsePolicy(utf8(policy));
  const judged = await withSignatures(ask, (verifySignature) => {
    const log = new RemoteLog(fetchFile, { note, size }, (read) =>
      onProgress({ read, total: size }),
    );
    return verifyBundle(log, {
      trust: { policy: trusted, isPinned: true, verifySignature },
      now: now * 1000,
      kept: kept === undefined ? [] : [{ file: 'remembered checkpoint', note: utf8(kept) }],
    });
  });
  const { value: verification, areSignaturesChecked } = judged;
  return { verification, areSignaturesChecked, policy, checkpoint: textOf(note) };
}

async function need(fetchFile: FetchFile, name: string): Promise<Uint8Array> {
  const bytes = await fetchFile(name);
  if (bytes === undefined) throw new Error(`the server has no ${name}`);
  return bytes;
}
