import type { LintCode, LintFinding, LintResult } from './lint-policies.ts';
import { givenText, jsonText } from './lint-report.ts';

const sarifSchema =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const ruleTexts: Readonly<Record<string, string>> = {
  never_matches: 'A policy matches no request',
  always_matches: 'A policy matches every request',
  unmeasured: 'A policy reads what nothing measures',
  shadowed: 'The verdict of a policy never counts',
  conflict: 'Two policies are at odds over the same request',
  untested: 'A policy has no tests',
  unusable: 'Policies cannot be used together',
};

/**
 * SARIF 2.1.0 (OASIS), as code hosts and editors show it. Files are named by relative references (RFC 3986), so that a viewer
 * finds them in its own checkout.
 */
export function sarifReport({ findings }: LintResult, version: string): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  return jsonText({
    $schema: sarifSchema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'monago policy lint',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: ruleText(id) } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => sarifResult(finding, rules.indexOf(finding.code))),
      },
    ],
  });
}

function ruleText(code: LintCode): string {
  return (
    ruleTexts[code] ??
    `A policy is not as it should be: ${code.replace(/^condition\./, 'condition, ')}`.replaceAll(
      '_',
      ' ',
    )
  );
}

function sarifResult(finding: LintFinding, ruleIndex: number) {
  const { file, start, end, code, severity, policy, replacement, witness } = finding;
  const artifactLocation = { uri: uriOf(file) };
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  const subject = policy === undefined ? '' : `${policy}: `;
  const example = witness === undefined ? '' : `. For example: ${givenText(witness)}`;
  const fix = {
    artifactChanges: [
      {
        artifactLocation,
        replacements: [{ deletedRegion: region, insertedContent: { text: replacement } }],
      },
    ],
  };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: `${subject}${finding.message}${example}` },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    ...(replacement !== undefined && { fixes: [fix] }),
  };
}

function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
