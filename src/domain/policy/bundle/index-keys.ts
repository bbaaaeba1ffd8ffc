import type { Term, Value } from '../condition/term.ts';
import { isList } from '../condition/value.ts';
import type { PolicyInput } from '../condition/variables.ts';

/** The condition cannot hold unless the variable is, or the list contains, one of the values. */
export interface IndexKey {
  readonly variable: IndexedVariable;
  readonly values: readonly string[];
}

/** What an index is kept of, and how it is read. */
export const indexedVariables = {
  'request.workspace': ({ request }: PolicyInput) => request.workspace,
  'request.provider': ({ request }: PolicyInput) => request.provider,
  'request.model': ({ request }: PolicyInput) => request.model,
  'request.endpoint': ({ request }: PolicyInput) => request.endpoint,
  'request.tools': ({ request }: PolicyInput) => request.tools,
  'principal.id': ({ principal }: PolicyInput) => principal.id,
  'principal.roles': ({ principal }: PolicyInput) => principal.roles,
  'principal.teams': ({ principal }: PolicyInput) => principal.teams,
  'data.tags': ({ data }: PolicyInput) => data.tags,
  'data.classification': ({ data }: PolicyInput) => data.classification,
  'pii.findings': ({ pii }: PolicyInput) => pii.findings.map(({ type }) => type),
  'pii.types': ({ pii }: PolicyInput) => pii.types,
} as const;

export type IndexedVariable = keyof typeof indexedVariables;

type Comparison = Extract<Term, { kind: 'comparison' }>;

export function indexKeysOf(term: Term): readonly IndexKey[] {
  if (term.kind === 'and') return [...indexKeysOf(term.left), ...indexKeysOf(term.right)];
  const key = keyOf(term);
  return key === undefined ? [] : [key];
}

function keyOf(term: Term): IndexKey | undefined {
  switch (term.kind) {
    case 'comparison':
      return term.operator === '==' ? eitherPair(term) : countKey(term);
    case 'in':
      return eitherPair(term);
    case 'call':
      return term.name === 'any' ? typeKey(term.operands, 'pii.types') : undefined;
    case 'comprehension':
      return existsKey(term);
    case 'or':
      return choiceKey(keyOf(term.left), keyOf(term.right));
    default:
      return undefined;
  }
}

function eitherPair({ left, right }: { readonly left: Term; readonly right: Term }) {
  return pair(left, right) ?? pair(right, left);
}

function choiceKey(a: IndexKey | undefined, b: IndexKey | undefined): IndexKey | undefined {
  if (a === undefined || a.variable !== b?.variable) return undefined;
  return { variable: a.variable, values: [...a.values, ...b.values] };
}

/** `variable == "x"`, `variable in ["x"]`, `"x" in variable` */
function pair(term: Term, constant: Term): IndexKey | undefined {
  const variable = variableOf(term);
  const values = constant.kind === 'constant' ? textsOf(constant.value) : undefined;
  // An empty list is equal to a declared one that is empty: there is nothing to look it up by.
  return variable && values && values.length > 0 ? { variable, values } : undefined;
}

/** `pii.count("X") > 0`: then one of the findings is of the type. */
function countKey({ left, operator, right }: Comparison): IndexKey | undefined {
  if (operator !== '>' && operator !== '>=') return undefined;
  if (left.kind !== 'call' || left.name !== 'count' || right.kind !== 'constant') return undefined;
  const least = operator === '>' ? 0 : 1;
  const needsOne = typeof right.value === 'number' && right.value >= least;
  return needsOne ? typeKey(left.operands, 'pii.findings') : undefined;
}

/** `pii.count("X")`, `pii.any(["X"])` */
function typeKey(
  [pii, types]: readonly Term[],
  variable: 'pii.findings' | 'pii.types',
): IndexKey | undefined {
  const isRequest = pii?.kind === 'variable' && pii.path.join('.') === 'pii';
  const values = types?.kind === 'constant' ? textsOf(types.value) : undefined;
  return isRequest && values ? { variable, values } : undefined;
}

/** `list.exists(x, x in […])`, `list.exists(x, x == "…")` */
function existsKey(term: Extract<Term, { kind: 'comprehension' }>): IndexKey | undefined {
  const variable = variableOf(term.operand);
  const { macro, body } = term;
  const isEquality = body.kind === 'in' || (body.kind === 'comparison' && body.operator === '==');
  if (macro !== 'exists' || variable === undefined || !isEquality) return undefined;
  const values = body.right.kind === 'constant' ? textsOf(body.right.value) : undefined;
  return body.left.kind === 'local' && values ? { variable, values } : undefined;
}

function variableOf(term: Term): IndexedVariable | undefined {
  const path = term.kind === 'variable' ? term.path.join('.') : '';
  return isIndexed(path) ? path : undefined;
}

function isIndexed(path: string): path is IndexedVariable {
  return Object.hasOwn(indexedVariables, path);
}

function textsOf(value: Value): readonly string[] | undefined {
  const values = isList(value) ? value : [value];
  const texts = values.filter((element) => typeof element === 'string');
  return texts.length === values.length ? texts : undefined;
}
