import type { JsonValue } from '../document/policy.ts';
import type { JsonObject } from '../document/policy-json.ts';
import type { DecisionChange, PolicyChange } from './diff-policies.ts';
import { counted, givenText, jsonText } from './lint-report.ts';

export interface PolicyDiff {
  readonly policies: readonly PolicyChange[];
  readonly decisions: readonly DecisionChange[];
}

const marks = { added: '+', removed: '-', changed: '~' } as const;
const shownMax = 20;

/** For people: what is said otherwise, then requests that are decided otherwise. */
export function diffText({ policies, decisions }: PolicyDiff): string {
  if (policies.length === 0) return 'no differences\n';
  const shown = decisions.slice(0, shownMax);
  const rest = decisions.length - shown.length;
  const lines = [
    ...policies.flatMap((change) => changeLines(change)),
    ...(decisions.length === 0
      ? ['no request was found that is decided differently']
      : ['decided differently:']),
    ...shown.flatMap((change) => decisionLines(change)),
    ...(rest > 0 ? [`and ${counted(rest, 'more difference')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function changeLines({ kind, name, scope, fields }: PolicyChange): readonly string[] {
  return [
    `${marks[kind]} ${name} (${scope}) ${kind}`,
    ...fields.flatMap(({ field, before, after }) => [
      ...(before === undefined ? [] : [`    - ${field}: ${valueText(before)}`]),
      ...(after === undefined ? [] : [`    + ${field}: ${valueText(after)}`]),
    ]),
  ];
}

function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value.replaceAll('\n', ' ') : JSON.stringify(value);
}

function decisionLines({ witness, before, after, count }: DecisionChange): readonly string[] {
  const alike = count === 1 ? '' : ` (${counted(count, 'request')} tried)`;
  return [
    `  ${outcomeText(before)} → ${outcomeText(after)}${alike}`,
    `    for example: ${givenText(witness)}`,
  ];
}

function outcomeText({ verdict, ...rest }: JsonObject): string {
  const word = String(verdict);
  return Object.keys(rest).length === 0 ? word : `${word} ${JSON.stringify(rest)}`;
}

export function diffJson({ policies, decisions }: PolicyDiff): string {
  return jsonText({ policies, decisions });
}
