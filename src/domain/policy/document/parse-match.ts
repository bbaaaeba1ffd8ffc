import { isMap, isScalar, type Node } from 'yaml';
import { compileCondition } from '../condition/compile-condition.ts';
import type { Diagnostic } from '../condition/diagnostic.ts';
import type { ConditionScope } from '../condition/variables.ts';
import { Fields, nodesOf, textsOf } from './fields.ts';
import { allMatchKeys, matchSource } from './match-source.ts';
import type { Match, MatchKey, MatchValues } from './policy.ts';
import type { Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

const valuesMax = 256;

/** `match: {workspace: [retail-*, ops], provider: {not: bedrock}}` */
export function parseMatch(node: Node, scope: ConditionScope, problems: Problems): Match {
  const fields = new Fields(node, problems).only(allMatchKeys);
  const match: Partial<Record<MatchKey, MatchValues>> = {};
  for (const key of allMatchKeys) {
    const value = fields.value(key);
    if (value !== undefined) match[key] = parseValues(key, value, { scope, problems });
    else if (fields.names.includes(key)) fields.report('missing_key', `'${key}' is empty`, key);
  }
  return match;
}

interface Reading {
  readonly scope: ConditionScope;
  readonly problems: Problems;
}

function parseValues(key: MatchKey, node: Node, { scope, problems }: Reading): MatchValues {
  const list = { countMax: valuesMax, problems };
  if (!isMap(node)) {
    checkValues(key, node, { scope, problems });
    return { oneOf: textsOf(node, list) ?? [], noneOf: [] };
  }
  const fields = new Fields(node, problems).only(['any', 'not']);
  if (!fields.has('any') && !fields.has('not')) {
    fields.report('missing_key', "'any' or 'not' is needed", 'any');
  }
  for (const name of ['any', 'not']) {
    const values = fields.value(name);
    if (values !== undefined) checkValues(key, values, { scope, problems });
  }
  return {
    oneOf: fields.texts('any', valuesMax) ?? [],
    noneOf: fields.texts('not', valuesMax) ?? [],
  };
}

/** A value that the variable never has is a misspelt one: the condition's checker knows. */
function checkValues(key: MatchKey, node: Node, { scope, problems }: Reading): void {
  for (const entry of nodesOf(node)) {
    const value = isScalar(entry) ? entry.value : undefined;
    const isExact = typeof value === 'string' && !value.includes('*');
    if (isExact) checkValue(entry, diagnosticsOf(key, value, scope), problems);
  }
}

function checkValue(node: Node, diagnostics: readonly Diagnostic[], problems: Problems): void {
  for (const { code, message, replacement } of diagnostics) {
    problems.add({
      code: code === 'unknown_value' ? code : `condition.${code}`,
      message,
      at: placeOf(node),
      replacement: replacement?.replaceAll('"', ''),
    });
  }
}

function diagnosticsOf(key: MatchKey, value: string, scope: ConditionScope): readonly Diagnostic[] {
  const compilation = compileCondition(matchSource(key, { oneOf: [value], noneOf: [] }), scope);
  return compilation.ok ? [] : compilation.diagnostics;
}
