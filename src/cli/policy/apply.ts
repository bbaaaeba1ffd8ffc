import { applyPolicies } from '../../compose/policies/apply-policies.ts';
import type { Mode } from '../../domain/policy/document/policy.ts';
import { CommandFailure, requireConfig, type Surroundings } from '../surroundings.ts';
import { applyJson, applyText } from './apply-report.ts';
import { exitCouldNotRun } from './find-files.ts';
import { onInstallation } from './on-installation.ts';
import { readTexts, refuseErrors } from './read-policies.ts';

/** Options as they are typed. */
export interface ApplyOptions {
  readonly format: 'text' | 'json';
  readonly tenant?: string;
  readonly mode?: Mode;
  readonly activate?: boolean;
  readonly prune?: boolean;
  readonly acknowledge: readonly string[];
  readonly reason: string;
  readonly dryRun?: boolean;
}

const reasonLengthMax = 500;

/** @returns 0 where the policies are what the files say, or would be; 1 where that is refused */
export async function applyCommand(
  paths: readonly string[],
  options: ApplyOptions,
  surroundings: Surroundings,
): Promise<number> {
  const config = requireConfig(surroundings);
  const { activate = false, prune = false, dryRun = false, reason } = options;
  if (prune && !activate) {
    const message = '--prune goes with --activate: else what replaces a policy would not be there';
    throw new CommandFailure(message, exitCouldNotRun);
  }
  if (reason.trim() === '' || reason.length > reasonLengthMax) {
    const message = `--reason has 1 to ${reasonLengthMax} characters`;
    throw new CommandFailure(message, exitCouldNotRun);
  }
  const { sources } = await readTexts(paths, {}, surroundings);
  const outcome = await onInstallation(() =>
    applyPolicies(config, {
      sources,
      reason,
      tenant: options.tenant,
      mode: options.mode,
      activates: activate,
      prunes: prune,
      acknowledged: options.acknowledge,
      isDryRun: dryRun,
    }),
  );
  if (outcome.kind === 'wrong_files') {
    refuseErrors(outcome.files);
    return exitCouldNotRun;
  }
  surroundings.stdout.write(options.format === 'json' ? applyJson(outcome) : applyText(outcome));
  return outcome.kind === 'refused' ? 1 : 0;
}
