import type { Term } from './term.ts';

/** The parts of which a term consists. */
function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'constant':
    case 'variable':
    case 'local':
      return [];
    case 'selection':
    case 'presence':
    case 'not':
    case 'negative':
      return [term.operand];
    case 'choice':
      return [term.condition, term.whenTrue, term.whenFalse];
    case 'list':
      return term.elements;
    case 'call':
      return term.operands;
    case 'comprehension':
      return [term.operand, term.body];
    default:
      return [term.left, term.right];
  }
}

/** Paths of the variables that a term reads: `breakglass.ticket`, of a map the field that is asked for. */
export function variablesOf(term: Term): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: Term): void => {
    if (part.kind === 'variable') found.add(part.path.join('.'));
    else if (isField(part)) found.add([...part.operand.path, part.field].join('.'));
    else for (const inner of partsOf(part)) visit(inner);
  };
  visit(term);
  return found;
}

function isField(term: Term): term is Extract<Term, { readonly field: string }> & {
  readonly operand: Extract<Term, { kind: 'variable' }>;
} {
  return (
    (term.kind === 'selection' || term.kind === 'presence') && term.operand.kind === 'variable'
  );
}
