import { type Match, type MatchKey, type MatchValues, matchKeys, type Policy } from './policy.ts';

/** The condition that a key of `match` stands for, so that there is one meaning and one evaluator. */
export function matchSource(key: MatchKey, { oneOf, noneOf }: MatchValues): string {
  const parts: string[] = [];
  if (oneOf.length > 0) parts.push(isOneOf(key, oneOf));
  if (noneOf.length > 0) parts.push(`!(${isOneOf(key, noneOf)})`);
  return parts.join(' && ');
}

/** Everything that must hold for a policy to match, as one condition. */
export function conditionSource({ match, when, unless }: Conditions): string {
  const parts = keysOf(match).map((key) =>
    matchSource(key, match[key] ?? { oneOf: [], noneOf: [] }),
  );
  if (when !== undefined) parts.push(`(${when})`);
  if (unless !== undefined) parts.push(`!(${unless})`);
  const source = parts.filter((part) => part !== '').join(' && ');
  return source === '' ? 'true' : source;
}

type Conditions = Pick<Policy, 'match' | 'when' | 'unless'>;

/** The keys that are there, always in the same order. */
export function keysOf(match: Match): readonly MatchKey[] {
  return allMatchKeys.filter((key) => match[key] !== undefined);
}

export const allMatchKeys: readonly MatchKey[] = [
  'workspace',
  'provider',
  'model',
  'endpoint',
  'role',
  'team',
  'tool',
  'tag',
  'classification',
];

function isOneOf(key: MatchKey, values: readonly string[]): string {
  const { variable, isList } = matchKeys[key];
  const exact = values.filter((value) => !value.includes('*'));
  const shapes = values.filter((value) => value.includes('*'));
  const [only, second] = exact;
  if (isList && shapes.length === 0 && only !== undefined && second === undefined) {
    return `${JSON.stringify(only)} in ${variable}`;
  }
  const subject = isList ? 'x' : variable;
  const choices = shapes.map((shape) => `glob(${subject}, ${JSON.stringify(shape)})`);
  if (only !== undefined) {
    choices.unshift(
      second === undefined
        ? `${subject} == ${JSON.stringify(only)}`
        : `${subject} in ${JSON.stringify(exact)}`,
    );
  }
  const choice = choices.length === 1 ? choices.join('') : `(${choices.join(' || ')})`;
  return isList ? `${variable}.exists(x, ${choice})` : choice;
}
