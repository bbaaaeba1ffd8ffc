import { StartupRefusal } from '../adapters/database/startup-refusal.ts';
import { AllowListError } from '../adapters/egress/allow-entry.ts';
import { EvidenceSettingsError } from '../adapters/evidence/anchor-settings.ts';
import { WitnessSetupError } from '../adapters/evidence/witness-setup-error.ts';
import { WrongKeyError } from '../adapters/kms/key-check.ts';
import { RotationRefusal } from '../adapters/kms/key-rotation.ts';
import { KeyringError } from '../adapters/kms/keyring.ts';
import { KmsSetupError } from '../adapters/kms/remote/kms-setup-error.ts';
import { SinkSettingsError } from '../adapters/sinks/sink-settings.ts';
import { MonagoError } from '../domain/errors.ts';
import { KmsSettingsError } from './kms.ts';

export type OperatorSentence =
  | { readonly kind: 'settings'; readonly problems: readonly string[] }
  | { readonly kind: 'refusal'; readonly sentence: string };

/** What an operator is told instead of a stack trace; undefined for a failure that is a mistake of ours. */
export function operatorSentence(failure: unknown): OperatorSentence | undefined {
  if (
    failure instanceof KmsSettingsError ||
    failure instanceof AllowListError ||
    failure instanceof SinkSettingsError ||
    failure instanceof EvidenceSettingsError
  ) {
    return { kind: 'settings', problems: failure.problems };
  }
  if (isForOperator(failure)) return { kind: 'refusal', sentence: failure.message };
  if (!(failure instanceof MonagoError) || failure.code !== 'kms_unavailable') return undefined;
  const because = failure.internal === undefined ? '' : ` (${failure.internal})`;
  return {
    kind: 'refusal',
    sentence: `The key management service does not do what it is asked${because}. Try it with: monago kms selftest`,
  };
}

const forOperators = [
  StartupRefusal,
  WrongKeyError,
  KeyringError,
  KmsSetupError,
  RotationRefusal,
  WitnessSetupError,
];

function isForOperator(failure: unknown): failure is Error {
  return forOperators.some((kind) => failure instanceof kind);
}
