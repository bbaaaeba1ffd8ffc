import { parseInput } from '../../domain/policy/bundle/parse-input.ts';
import { type Language, renderPolicy } from '../../domain/policy/render/render-policy.ts';
import { explainDecision } from '../../domain/policy/report/explain-decision.ts';
import { explainJson, explainText } from '../../domain/policy/report/explain-report.ts';
import { jsonText } from '../../domain/policy/report/lint-report.ts';
import { CommandFailure, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';
import {
  bundleFrom,
  type DeclarationOptions,
  type PlacedPolicy,
  policiesOf,
  readText,
  readTexts,
  refuseErrors,
  stdinName,
} from './read-policies.ts';

export interface ExplainOptions extends DeclarationOptions {
  readonly format: 'text' | 'json';
  readonly render?: Language;
}

/** Always 0: whatever is decided, it was explained. */
export async function explainCommand(
  paths: readonly string[],
  options: ExplainOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { render, format } = options;
  if (render !== undefined) {
    const placed = policiesOf(await readTexts(paths, options, surroundings));
    surroundings.stdout.write(inWords(placed, render, format));
    return 0;
  }
  const [file, policyPaths] = [paths.at(-1), paths.slice(0, -1)];
  if (file === undefined || policyPaths.length === 0) {
    throw new CommandFailure('name the policies, then the request', exitCouldNotRun);
  }
  if (file === '-' && policyPaths.includes('-')) {
    throw new CommandFailure('standard input can be one of them, not both', exitCouldNotRun);
  }
  const texts = await readTexts(policyPaths, options, surroundings);
  const bundle = bundleFrom(policiesOf(texts), texts.declarations);
  const { input, problems } = parseInput(await readText(file, surroundings), texts.declarations);
  refuseErrors([{ file: file === '-' ? stdinName : file, problems }]);
  if (input === undefined) return exitCouldNotRun;
  const explanation = explainDecision(bundle, input.phase, input.input);
  surroundings.stdout.write(
    format === 'json' ? explainJson(explanation) : explainText(explanation),
  );
  return 0;
}

function inWords(
  placed: readonly PlacedPolicy[],
  language: Language,
  format: ExplainOptions['format'],
): string {
  const rendered = placed.map(({ policy }) => ({
    name: policy.name,
    scope: policy.scope,
    text: renderPolicy(policy, language),
  }));
  if (format === 'json') return jsonText({ language, policies: rendered });
  return `${rendered.map(({ name, text }) => `${name}\n  ${text}`).join('\n')}\n`;
}
