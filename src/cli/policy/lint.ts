import { version } from '../../compose/version.ts';
import { type LintResult, lintPolicies } from '../../domain/policy/report/lint-policies.ts';
import { lintJson, lintText } from '../../domain/policy/report/lint-report.ts';
import { sarifReport } from '../../domain/policy/report/sarif-report.ts';
import type { Surroundings } from '../surroundings.ts';
import { type DeclarationOptions, readTexts } from './read-policies.ts';

export const lintFormats = ['text', 'json', 'sarif'] as const;

export interface LintOptions extends DeclarationOptions {
  readonly format: (typeof lintFormats)[number];
  /** Warnings count as errors do. */
  readonly strict?: boolean;
}

/** @returns 0 where there is no error, 1 where there is one */
export async function lintCommand(
  paths: readonly string[],
  options: LintOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { sources, declarations } = await readTexts(paths, options, surroundings);
  const result = lintPolicies(sources, declarations);
  surroundings.stdout.write(rendered(result, options.format));
  const isFailure = result.findings.some(
    ({ severity }) => severity === 'error' || options.strict === true,
  );
  return isFailure ? 1 : 0;
}

function rendered(result: LintResult, format: LintOptions['format']): string {
  switch (format) {
    case 'text':
      return lintText(result);
    case 'json':
      return lintJson(result);
    case 'sarif':
      return sarifReport(result, version);
  }
}
