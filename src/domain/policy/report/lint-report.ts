import { stringify } from 'yaml';
import type { TestGiven } from './given-of.ts';
import type { LintFinding, LintResult } from './lint-policies.ts';

/** For people: one finding a line as compilers write them, with a request that shows it below. */
export function lintText({ findings, policyCount }: LintResult): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const summary = `${counted(policyCount, 'policy', 'policies')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`;
  return findings.map((finding) => findingText(finding)).join('') + summary;
}

function findingText({ file, start, ...finding }: LintFinding): string {
  const { severity, code, policy, message, replacement, witness } = finding;
  const subject = policy === undefined ? '' : `${policy}: `;
  const lines = [
    `${file}:${start.line}:${start.column}: ${severity} ${code}: ${subject}${message}`,
  ];
  if (replacement !== undefined) lines.push(`  write instead: ${replacement}`);
  if (witness !== undefined) lines.push(`  for example: ${givenText(witness)}`);
  return `${lines.join('\n')}\n`;
}

/** On one line, as a test of a policy can say it. */
export function givenText({ phase, given, failed }: TestGiven): string {
  const test = {
    ...(phase !== 'request' && { phase }),
    given,
    ...(failed.length > 0 && { failed }),
  };
  const flow = stringify(test, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: false,
  });
  return flow.trim();
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function lintJson({ findings, policyCount }: LintResult): string {
  return jsonText({
    policies: policyCount,
    findings: findings.map(({ file, start, end, ...finding }) => ({
      file,
      line: start.line,
      column: start.column,
      end_line: end.line,
      end_column: end.column,
      ...finding,
    })),
  });
}

/** Two spaces deep, with a line break at its end. What is undefined is left out. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
