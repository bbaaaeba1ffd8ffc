import { useState } from 'react';
import type { Declarations } from '../../../../src/domain/policy/document/parse-policies.ts';
import { type PolicyText, usePolicyText } from './policy-text.ts';
import { useDeclarations } from './use-declarations.ts';

export type EditorView = 'form' | 'yaml';

export interface Workbench {
  readonly declarations: Declarations;
  /** What the compiler makes of the document. */
  readonly policyText: PolicyText;
  /** Whether it cannot be stored as it is. */
  readonly hasError: boolean;
  /** Stays while another tab of the page is looked at. */
  readonly view: EditorView;
  readonly onView: (view: EditorView) => void;
}

export function useWorkbench(document: string): Workbench {
  const [view, onView] = useState<EditorView>('form');
  const declarations = useDeclarations();
  const policyText = usePolicyText(document, declarations);
  const hasError = policyText.problems.some(({ severity }) => severity === 'error');
  return { declarations, policyText, hasError, view, onView };
}
