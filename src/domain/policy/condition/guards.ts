import type { Binary, Expression } from './expression.ts';

/** Names of macro elements in sight, each with its slot. */
export type SlotsInSight = ReadonlyMap<string, number>;

const none: ReadonlySet<string> = new Set();

/** A name for what an expression reads, the same wherever it is read: `breakglass.ticket`, `#0.role`. */
export function pathOf(expression: Expression, slots: SlotsInSight): string | undefined {
  if (expression.kind === 'identifier') {
    const slot = slots.get(expression.name);
    return slot === undefined ? expression.name : `#${slot}`;
  }
  if (expression.kind !== 'select') return undefined;
  const operand = pathOf(expression.operand, slots);
  return operand === undefined ? undefined : `${operand}.${expression.field}`;
}

/**
 * The fields that are certainly present when the expression has this truth: flow typing, as after `has(x.y) &&`. For each of
 * them it also holds that the expression certainly has the other truth when the field is absent, so that no order of
 * evaluation and no unknown operand reads an absent field.
 */
export function guardsWhen(
  truth: boolean,
  expression: Expression,
  slots: SlotsInSight,
): ReadonlySet<string> {
  if (expression.kind === 'has') return truth ? setOf(pathOf(expression.selection, slots)) : none;
  if (expression.kind === 'unary' && expression.operator === '!') {
    return guardsWhen(!truth, expression.operand, slots);
  }
  return expression.kind === 'binary' ? guardsOfBinary(truth, expression, slots) : none;
}

function guardsOfBinary(
  truth: boolean,
  { operator, left, right }: Binary,
  slots: SlotsInSight,
): ReadonlySet<string> {
  if (operator === 'in') return truth ? keyIn(left, right, slots) : none;
  if (operator !== '&&' && operator !== '||') return none;
  const ofLeft = guardsWhen(truth, left, slots);
  const ofRight = guardsWhen(truth, right, slots);
  const bothHold = (operator === '&&') === truth;
  return bothHold ? new Set([...ofLeft, ...ofRight]) : intersection(ofLeft, ofRight);
}

/** `"department" in principal.claims` says the same as `has(principal.claims.department)`. */
function keyIn(key: Expression, map: Expression, slots: SlotsInSight): ReadonlySet<string> {
  const path = pathOf(map, slots);
  const isKey = key.kind === 'literal' && key.type === 'string';
  return isKey && path !== undefined ? setOf(`${path}.${key.value}`) : none;
}

function setOf(path: string | undefined): ReadonlySet<string> {
  return path === undefined ? none : new Set([path]);
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((path) => b.has(path)));
}
