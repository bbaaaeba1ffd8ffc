import type { ConjunctExplanation } from '../condition/compiled-condition.ts';
import { namesOf, outcomeJson } from './decision-json.ts';
import type { DecisionExplanation, Match, PolicyExplanation } from './explain-decision.ts';
import { countsOf } from './given-of.ts';
import { jsonText } from './lint-report.ts';

const matchWords: Readonly<Record<Match, string>> = {
  matched: 'matches',
  not_matched: 'does not match',
  unknown: 'is not known to match or not',
  other_phase: 'is not for this phase',
  other_workspace: 'is for another workspace',
};
const valueLengthMax = 120;

/** For people: every policy with its parts and what they read, then what is decided. */
export function explainText({ phase, decision, policies }: DecisionExplanation): string {
  const outcome = Object.entries(outcomeJson(decision)).map(
    ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const because = [
    ['decided by', namesOf(decision.decidedBy)],
    ['matched', namesOf(decision.matched)],
    ['not known', namesOf(decision.uncertain)],
    ['matched, only monitored', namesOf(decision.shadow)],
  ] as const;
  const lines = [
    ...policies.flatMap((policy) => policyLines(policy)),
    `decision in the phase ${phase}`,
    ...outcome,
    ...because.flatMap(([what, names]) =>
      names.length === 0 ? [] : [`  ${what}: ${names.join(', ')}`],
    ),
    ...(decision.route === undefined
      ? []
      : ['  the request was decided again where the route leads; the parts above are before that']),
  ];
  return `${lines.join('\n')}\n`;
}

function policyLines(policy: PolicyExplanation): readonly string[] {
  const { reference, priority, mode, match, decides, conjuncts } = policy;
  const where = `${reference.scope}, priority ${priority}, ${mode}`;
  const isAsked = match !== 'other_phase' && match !== 'other_workspace';
  return [
    `${reference.name} (${where}): ${matchWords[match]}${decides ? ', decides' : ''}`,
    ...(isAsked ? conjuncts.map((conjunct) => conjunctLine(conjunct)) : []),
  ];
}

function conjunctLine({ source, truth, values }: ConjunctExplanation): string {
  const seen = values.map(({ variable, value }) => `${variable} = ${valueText(value)}`);
  const line = source.replaceAll('\n', ' ');
  return `  ${String(truth).padEnd(7)} ${line}${seen.length === 0 ? '' : `   [${seen.join(', ')}]`}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'none known';
  const text = JSON.stringify(countsOf(value) ?? value);
  return text.length <= valueLengthMax ? text : `${text.slice(0, valueLengthMax)}…`;
}

export function explainJson(explanation: DecisionExplanation): string {
  const { phase, decision, policies } = explanation;
  return jsonText({
    phase,
    decision: {
      ...outcomeJson(decision),
      decided_by: namesOf(decision.decidedBy),
      matched: namesOf(decision.matched),
      uncertain: namesOf(decision.uncertain),
      shadow: namesOf(decision.shadow),
    },
    policies: policies.map(({ reference, priority, mode, match, decides, conjuncts }) => ({
      name: reference.name,
      scope: reference.scope,
      priority,
      mode,
      match,
      decides,
      parts: conjuncts.map((conjunct) => partJson(conjunct)),
    })),
  });
}

/** What is not known is null: JSON has nothing else for it. */
function partJson({ source, truth, values }: ConjunctExplanation) {
  const read = values.map(({ variable, value }) => [variable, value ?? null] as const);
  return { source, truth, values: Object.fromEntries(read) };
}
