import { evaluationOf, interpret, unknown } from './interpret.ts';
import type { Term } from './term.ts';

const nothing = evaluationOf({}, []);

/** Puts a value in the place of what is always the same, and drops what cannot change the result. */
export function fold(term: Term): Term {
  if (term.kind === 'and' || term.kind === 'or') return foldLogic(term.left, term.right, term);
  if (term.kind === 'choice' && term.condition.kind === 'constant') {
    return term.condition.value === true ? term.whenTrue : term.whenFalse;
  }
  return isFixed(term) ? constantOf(term) : term;
}

function foldLogic(left: Term, right: Term, whole: Term): Term {
  const decisive = whole.kind === 'or';
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (side.kind === 'constant') {
      const { start, end } = whole;
      return side.value === decisive ? { ...side, start, end } : other;
    }
  }
  return whole;
}

function isFixed(term: Term): boolean {
  switch (term.kind) {
    case 'not':
    case 'negative':
      return term.operand.kind === 'constant';
    case 'comparison':
    case 'arithmetic':
    case 'in':
      return term.left.kind === 'constant' && term.right.kind === 'constant';
    case 'list':
      return term.elements.every(({ kind }) => kind === 'constant');
    case 'call':
      return term.operands.every(({ kind }) => kind === 'constant');
    default:
      return false;
  }
}

function constantOf(term: Term): Term {
  const value = interpret(term, nothing);
  const { type, start, end } = term;
  // What overflows stays as it is, and is unknown whenever it is evaluated; so does what CEL calls infinite or not a number.
  if (value === unknown || (typeof value === 'number' && !Number.isFinite(value))) return term;
  return { kind: 'constant', value, type, cost: 1, start, end };
}
