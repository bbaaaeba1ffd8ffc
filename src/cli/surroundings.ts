import type { Readable, Writable } from 'node:stream';
import { type Config, readConfig } from '../config.ts';

/** What a command sees of the process it runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** sysexits(3) EX_CONFIG. */
const exitConfig = 78;

/** Ends a command with a message for people and an exit code, without a stack trace. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The settings, or all of their problems at once. */
export function requireConfig(surroundings: Surroundings): Config {
  const result = readConfig(surroundings.environment);
  if (result.ok) return result.config;
  throw settingsFailure(result.problems);
}

/** All problems of the settings, one a line. */
export function settingsFailure(problems: readonly string[]): CommandFailure {
  const lines = problems.map((problem) => `  - ${problem}`).join('\n');
  return new CommandFailure(`Monago cannot start with these settings:\n${lines}`, exitConfig);
}
