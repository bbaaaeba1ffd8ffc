import { type KeyRotationSteps, withKeyRotation } from '../compose/key-rotation.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/** Options of `key rotate` and `key verify` as they are typed. */
export interface KeyOptions {
  readonly key?: string;
  /** Rows a second. */
  readonly rate?: string;
}

export type KeyStep = keyof KeyRotationSteps;

const rowsPerSecondDefault = 200;

/** Runs one step of the rotation of the key-encryption key; resolves with its exit code. */
export async function runKeyStep(
  step: KeyStep,
  options: KeyOptions,
  surroundings: Surroundings,
): Promise<number> {
  const config = requireConfig(surroundings);
  const rotation = {
    rowsPerSecondMax: rateOf(options.rate),
    print: (line: string) => void surroundings.stdout.write(`${line}\n`),
  };
  return withKeyRotation(config, rotation, (steps) => steps[step](options.key));
}

function rateOf(text: string | undefined): number {
  if (text === undefined) return rowsPerSecondDefault;
  const rate = Number(text);
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new CommandFailure('--rate is a number of rows a second, above 0');
}
