import { isObject } from '../document/parse-tests.ts';
import type { JsonValue } from '../document/policy.ts';
import type { DecisionChange } from './decision-changes.ts';
import { counted, givenText, jsonText } from './lint-report.ts';
import type { PolicyChange } from './policy-changes.ts';

export interface PolicyDiff {
  readonly policies: readonly PolicyChange[];
  readonly decisions: readonly DecisionChange[];
}

const marks = { added: '+', removed: '-', changed: '~' } as const;
const shownMax = 20;

/** For people: what is said otherwise, then requests that are decided otherwise. */
export function diffText({ policies, decisions }: PolicyDiff): string {
  if (policies.length === 0) return 'no differences\n';
  const lines = [
    ...policies.flatMap((change) => changeLines(change)),
    ...allDecisionLines(decisions),
  ];
  return `${lines.join('\n')}\n`;
}

/** Requests that are decided otherwise, the most frequent ones. */
export function allDecisionLines(decisions: readonly DecisionChange[]): readonly string[] {
  if (decisions.length === 0) return ['no request was found that is decided differently'];
  const shown = decisions.slice(0, shownMax);
  const rest = decisions.length - shown.length;
  return [
    'decided differently:',
    ...shown.flatMap((change) => decisionLines(change)),
    ...(rest > 0 ? [`and ${counted(rest, 'more difference')}`] : []),
  ];
}

function changeLines({ kind, name, scope, fields }: PolicyChange): readonly string[] {
  return [`${marks[kind]} ${name} (${scope}) ${kind}`, ...fieldLines(fields)];
}

/** What is said otherwise, the old ahead of the new. */
export function fieldLines(fields: PolicyChange['fields']): readonly string[] {
  return fields.flatMap(({ field, before, after }) => [
    ...(before === undefined ? [] : [`    - ${field}: ${valueText(before)}`]),
    ...(after === undefined ? [] : [`    + ${field}: ${valueText(after)}`]),
  ]);
}

function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value.replaceAll('\n', ' ') : JSON.stringify(value);
}

function decisionLines({ witness, before, after, count }: DecisionChange): readonly string[] {
  const alike = count === 1 ? '' : ` (${counted(count, 'request')} tried)`;
  const [{ verdict: old, ...rest }, { verdict: now, ...more }] = [before, after];
  return [
    `  ${String(old)} → ${String(now)}${alike}`,
    ...differences('', rest, more).map((line) => `    ${line}`),
    `    for example: ${givenText(witness)}`,
  ];
}

/** What differs in what a decision brings along, each on a line of its own. */
function differences(path: string, before: Json, after: Json): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(before) || isObject(after)) {
    const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
    const names = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...names].flatMap((name) =>
      differences(path === '' ? name : `${path}.${name}`, old[name], now[name]),
    );
  }
  return [`${path}: ${wordOf(before)} → ${wordOf(after)}`];
}

type Json = JsonValue | undefined;

function wordOf(value: Json): string {
  return value === undefined ? 'none' : valueText(value);
}

export function diffJson({ policies, decisions }: PolicyDiff): string {
  return jsonText({ policies, decisions });
}
