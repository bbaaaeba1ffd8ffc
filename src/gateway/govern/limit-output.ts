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
  if (given.length === 0) return [addition(members, first, tokensMax)];
  return given
    .filter(
      (path) => Number(valueAt(members, path)) > tokensMax || !isCount(valueAt(members, path)),
    )
    .map((path) => ({ path, text: String(tokensMax) }));
}

function isCount(value: unknown): boolean {
  return typeof value === 'number';
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
