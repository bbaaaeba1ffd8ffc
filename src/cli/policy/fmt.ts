import { writeFile } from 'node:fs/promises';
import { formatPolicyText } from '../../domain/policy/document/format-policy-text.ts';
import { CommandFailure, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';
import {
  type DeclarationOptions,
  type PolicyTexts,
  policiesOf,
  readTexts,
} from './read-policies.ts';

export interface FmtOptions extends DeclarationOptions {
  readonly check?: boolean;
  readonly write?: boolean;
}

/** @returns with `check` 1 where a file is spelt otherwise, else 0 */
export async function fmtCommand(
  paths: readonly string[],
  options: FmtOptions,
  surroundings: Surroundings,
): Promise<number> {
  if (options.write === true && paths.includes('-')) {
    throw new CommandFailure('standard input cannot be written to', exitCouldNotRun);
  }
  const texts = await readTexts(paths, options, surroundings);
  policiesOf(texts);
  const formatted = formattedOf(texts);
  const { stdout } = surroundings;
  if (options.check !== true && options.write !== true) {
    stdout.write(formatted.map(({ after }) => after).join('---\n'));
    return 0;
  }
  const changed = formatted.filter(({ before, after }) => before !== after);
  for (const { file, after } of changed) {
    if (options.write === true) await writeFile(file, after);
    stdout.write(`${file}\n`);
  }
  return options.check === true && changed.length > 0 ? 1 : 0;
}

function formattedOf({ sources, declarations }: PolicyTexts) {
  return sources.map(({ file, text: before }) => ({
    file,
    before,
    after: formatPolicyText(before, declarations),
  }));
}
