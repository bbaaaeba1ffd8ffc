import { MonagoError } from '../../domain/errors.ts';
import type { JsonEdit } from '../../domain/protocol/json-edit.ts';
import { outputLimitPaths } from '../../domain/protocol/segments/request-facts.ts';
import { isFields } from '../../domain/protocol/segments/segment.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Prompt } from '../prompt/prompt.ts';

/**
 * Lets the model write no more tokens than policy allows: a lower limit of the client's stays.
 * @throws MonagoError `policy_blocked` where nobody knows how the model is told
 */
export function limitOutput({ members }: Prompt, wire: Wire, tokensMax: number): JsonEdit[] {
  const paths = outputLimitPaths[wire];
  const [first] = paths;
  // Embeddings write nothing.
  if (first === undefined) return [];
  if (wire === 'invoke' && members['anthropic_version'] === undefined) {
    throw new MonagoError('policy_blocked', {
      message:
        'Blocked by policy: the answer has to be limited, which is not known for the format of this model. Ask it through Converse.',
    });
  }
  const given = paths.filter((path) => valueAt(members, path) !== undefined);
  const beside = wire === 'converse' ? limitsBeside(members) : [];
  const added = given.length === 0 ? [addition(members, first, tokensMax)] : [];
  const lowered = [...given, ...beside].filter(
    (path) => !isWithin(valueAt(members, path), tokensMax),
  );
  return [...added, ...lowered.map((path) => ({ path, text: String(tokensMax) }))];
}

// Servers of other makes take a limit below one for none at all.
function isWithin(value: unknown, tokensMax: number): boolean {
  return typeof value === 'number' && value >= 1 && value <= tokensMax;
}

const besideConverse = 'additionalModelRequestFields';
const limitName =
  /^(?:n_predict|max_?(?:gen|new|completion|output)?_?(?:tokens?|len)(?:_to_sample)?)$/i;

/** What goes to the model in its own words, past Converse, could have another limit. */
function limitsBeside(members: Prompt['members']): readonly (readonly string[])[] {
  const fields = members[besideConverse];
  if (!isFields(fields)) return [];
  const names = Object.keys(fields).filter((name) => limitName.test(name));
  return names.map((name) => [besideConverse, name]);
}

function valueAt(members: Prompt['members'], path: readonly string[]): unknown {
  let value: unknown = members;
  for (const name of path) value = isFields(value) ? value[name] : undefined;
  return value ?? undefined;
}

function addition(
  members: Prompt['members'],
  [name, inner]: readonly [string, ...string[]],
  tokensMax: number,
): JsonEdit {
  if (inner === undefined) return { path: [name], text: String(tokensMax) };
  if (isFields(members[name])) return { path: [name, inner], text: String(tokensMax) };
  return { path: [name], text: JSON.stringify({ [inner]: tokensMax }) };
}
