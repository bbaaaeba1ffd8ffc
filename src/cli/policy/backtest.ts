import { backtestPolicies } from '../../compose/policies/backtest-policies.ts';
import type { Mode } from '../../domain/policy/document/policy.ts';
import {
  backtestJson,
  backtestText,
  newDenialShare,
} from '../../domain/policy/report/backtest-report.ts';
import { parseDuration } from '../duration.ts';
import { CommandFailure, requireConfig, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';
import { onInstallation } from './on-installation.ts';
import { policiesOf, readTexts } from './read-policies.ts';

/** Options as they are typed. */
export interface BacktestOptions {
  readonly format: 'text' | 'json';
  readonly tenant?: string;
  readonly mode?: Mode;
  readonly since: string;
  readonly maxNewDenials?: string;
}

/** @returns 1 where more decisions than allowed become a block, or nothing can be said about that; else 0 */
export async function backtestCommand(
  paths: readonly string[],
  options: BacktestOptions,
  surroundings: Surroundings,
): Promise<number> {
  const config = requireConfig(surroundings);
  const ageMs = ageOf(options.since);
  const shareMax = shareOf(options.maxNewDenials);
  const { sources } = await readTexts(paths, {}, surroundings);
  const report = await onInstallation(() =>
    backtestPolicies(config, {
      tenant: options.tenant,
      ageMs,
      candidates: (declarations) =>
        policiesOf({ sources, declarations }).map(({ policy }) => ({
          ...policy,
          mode: options.mode ?? policy.mode,
        })),
    }),
  );
  surroundings.stdout.write(
    options.format === 'json' ? backtestJson(report) : backtestText(report),
  );
  if (shareMax === undefined) return 0;
  return (newDenialShare(report) ?? 1) > shareMax ? 1 : 0;
}

function ageOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new CommandFailure(`--since: ${thrown.message}`, exitCouldNotRun);
  }
}

function shareOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?) ?%?$/.exec(text) ?? [];
  const percent = Number(digits);
  if (percent <= 100) return percent / 100;
  throw new CommandFailure('--max-new-denials is per cent, such as 0.5%', exitCouldNotRun);
}
