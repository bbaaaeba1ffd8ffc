import { decisionChanges } from '../../domain/policy/report/decision-changes.ts';
import { diffJson, diffText } from '../../domain/policy/report/diff-report.ts';
import { policyChanges } from '../../domain/policy/report/policy-changes.ts';
import { CommandFailure, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';
import { bundleFrom, type DeclarationOptions, policiesOf, readTexts } from './read-policies.ts';

export interface DiffOptions extends DeclarationOptions {
  readonly format: 'text' | 'json';
}

/** @returns 0 where both say the same, else 1 */
export async function diffCommand(
  paths: readonly [string, string],
  options: DiffOptions,
  surroundings: Surroundings,
): Promise<number> {
  if (paths.every((path) => path === '-')) {
    throw new CommandFailure('standard input can be one of them, not both', exitCouldNotRun);
  }
  const [before, after] = [
    await readSide(paths[0], options, surroundings),
    await readSide(paths[1], options, surroundings),
  ];
  const diff = {
    policies: policyChanges(before.policies, after.policies),
    decisions: decisionChanges(before.bundle, after.bundle),
  };
  surroundings.stdout.write(options.format === 'json' ? diffJson(diff) : diffText(diff));
  return diff.policies.length === 0 ? 0 : 1;
}

async function readSide(path: string, options: DeclarationOptions, surroundings: Surroundings) {
  const texts = await readTexts([path], options, surroundings);
  const placed = policiesOf(texts);
  const policies = placed.map(({ policy }) => policy);
  return { policies, bundle: bundleFrom(placed, texts.declarations) };
}
