import type { BundleReader } from './bundle.ts';
import { checkpointFile, earlierCheckpointFile, policyFile } from './bundle.ts';
import { textOf } from './bytes.ts';
import type { Marker } from './check-tree.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import type { CheckId, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { formatPolicy, type LogPolicy, originOf } from './policy.ts';
import { type Ed25519Verify, isOf, openNote, parseNote } from './signed-note.ts';

/** Whose word counts, and how a signature is checked. */
export interface Trust {
  readonly policy: LogPolicy;
  /** False where the policy came with the bundle: then its word is worth nothing against a forger. */
  readonly isPinned: boolean;
  readonly verifySignature: Ed25519Verify;
}

/** V1: the policy in the bundle is, byte for byte, what is trusted. */
export async function checkPolicy(
  bundle: BundleReader,
  trust: Trust,
  findings: Findings,
): Promise<void> {
  const file = policyFile;
  const stored = await bundle.read(file);
  const expected = formatPolicy(trust.policy);
  if (stored === undefined) {
    findings.add({ check: 'V1', weight: 'incomplete', file, message: 'the policy is missing' });
  } else {
    const actual = readable(stored);
    if (actual !== expected) {
      const message = 'the policy of the bundle is not the trusted one';
      findings.add({ check: 'V1', weight: 'tampered', file, message, expected, actual });
    }
  }
  if (trust.isPinned) return;
  const message =
    'no trusted policy for this log: whoever wrote the bundle could have chosen the key';
  findings.add({ check: 'V1', weight: 'incomplete', message });
}

/** What the head of the log claims. */
export interface Head {
  readonly checkpoint: Checkpoint;
  /** Names of signatures that no trusted key made; they count neither for nor against. */
  readonly ignoredSignatures: readonly string[];
}

/** V2 and V3 for the newest checkpoint. A head that is not to be trusted is still returned, to look for more faults. */
export async function checkHead(
  bundle: BundleReader,
  trust: Trust,
  findings: Findings,
): Promise<Head | undefined> {
  const note = await bundle.read(checkpointFile);
  if (note === undefined) {
    const message = 'the checkpoint is missing';
    findings.add({ check: 'V0', weight: 'incomplete', file: checkpointFile, message });
    return undefined;
  }
  const { checkpoint } = readMarker({ file: checkpointFile, note }, trust, findings);
  if (checkpoint === undefined) return undefined;
  const others = parseNote(note).signatures.filter(
    (one) => !trust.policy.logs.some((key) => isOf(one, key)),
  );
  return { checkpoint, ignoredSignatures: others.map((one) => one.name) };
}

/** V2 and V3 for every earlier checkpoint in the bundle. @returns those that are signed by the log */
export async function checkEarlier(
  bundle: BundleReader,
  trust: Trust,
  findings: Findings,
): Promise<Marker[]> {
  const markers: Marker[] = [];
  const folder = earlierCheckpointFile('');
  for (const file of bundle.names.filter((name) => name.startsWith(folder))) {
    const note = await bundle.read(file);
    if (note === undefined) continue;
    const { checkpoint, isTrusted } = readMarker({ file, note }, trust, findings);
    if (checkpoint === undefined) continue;
    if (isTrusted) markers.push({ ...checkpoint, file });
    const expected = earlierCheckpointFile(checkpoint.size);
    if (file === expected) continue;
    const message = 'the file is not named after the size of its checkpoint';
    findings.add({ check: 'V2', weight: 'tampered', file, message, expected, actual: file });
  }
  return markers;
}

interface NamedNote {
  readonly file: string;
  readonly note: Uint8Array;
}

interface ReadMarker {
  readonly checkpoint?: Checkpoint;
  readonly isTrusted: boolean;
}

function readMarker({ file, note }: NamedNote, trust: Trust, findings: Findings): ReadMarker {
  const origin = originOf(trust.policy);
  const refuse = (check: CheckId, error: unknown): void => {
    if (!(error instanceof AuditFormatError)) throw error;
    findings.add({ check, weight: 'tampered', file, message: error.message });
  };
  let checkpoint: Checkpoint;
  try {
    checkpoint = parseCheckpoint(parseNote(note).text);
  } catch (error) {
    refuse('V2', error);
    return { isTrusted: false };
  }
  let isTrusted = true;
  if (checkpoint.origin !== origin) {
    const message = 'the checkpoint is of another log';
    const values = { expected: origin, actual: checkpoint.origin };
    findings.add({ check: 'V2', weight: 'tampered', file, message, ...values });
    isTrusted = false;
  }
  try {
    openNote(note, trust.policy.logs, trust.verifySignature);
  } catch (error) {
    refuse('V3', error);
    isTrusted = false;
  }
  return { checkpoint, isTrusted };
}

function readable(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch {
    return '(not text)';
  }
}
