import type { Action, Diagnostic } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import type { Problem } from '../../../../../src/domain/policy/document/problem.ts';

/** The compiler's problems as the editor shows them; a likely correction can be taken with one press. */
export function diagnosticsOf(
  problems: readonly Problem[],
  length: number,
  fixLabel: (replacement: string) => string,
): readonly Diagnostic[] {
  return problems.map(({ start, end, severity, message, replacement }) => ({
    from: Math.min(start, length),
    to: Math.min(Math.max(start, end), length),
    severity,
    message,
    actions: replacement === undefined ? [] : [fix(replacement, fixLabel(replacement))],
  }));
}

function fix(replacement: string, name: string): Action {
  return {
    name,
    apply: (view: EditorView, from: number, to: number) =>
      view.dispatch({ changes: { from, to, insert: replacement }, userEvent: 'input.fix' }),
  };
}
