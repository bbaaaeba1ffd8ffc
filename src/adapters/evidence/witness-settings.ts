import { createHash } from 'node:crypto';
import { AuditFormatError } from '../../domain/audit/format-error.ts';
import { type PolicyFile, parsePolicyFile, type Witness } from '../../domain/audit/policy-file.ts';
import { EvidenceSettingsError, readNamedFile } from './anchor-settings.ts';

export interface WitnessSettings extends Pick<PolicyFile, 'quorum'> {
  readonly witnesses: readonly (Witness & { readonly url: string })[];
}

// A note bears 16 signatures at most, and a log that is changing its key needs two of them.
const witnessesMax = 12;

/**
 * The operator's policy: the witnesses that checkpoints are shown to, and how many of them are enough. The logs are those
 * of this deployment, so none is named.
 * @throws EvidenceSettingsError
 */
export function readWitnessSettings(file: string): WitnessSettings {
  const refuse = (why: string): EvidenceSettingsError =>
    new EvidenceSettingsError([`${file}: ${why}`]);
  let policy: PolicyFile;
  try {
    policy = parsePolicyFile(readNamedFile(file));
  } catch (error) {
    throw error instanceof AuditFormatError ? refuse(error.message) : error;
  }
  if (policy.logs.length > 0)
    throw refuse('the logs are those of this deployment: leave out the log lines');
  if (policy.witnesses.length > witnessesMax) throw refuse(`more than ${witnessesMax} witnesses`);
  const witnesses = policy.witnesses.map((witness) => {
    const { url } = witness;
    if (url === undefined || !/^https?:$/.test(protocolOf(url))) {
      throw refuse(
        `the witness ${witness.name} needs an address that begins with https:// or http://`,
      );
    }
    return { ...witness, url };
  });
  return { witnesses, quorum: policy.quorum };
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

/** `sha256:` and the hash of a file in hex. @throws EvidenceSettingsError */
export function hashOfFile(file: string): string {
  return `sha256:${createHash('sha256').update(readNamedFile(file)).digest('hex')}`;
}
