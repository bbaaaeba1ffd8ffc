import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  startCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { documentOptions } from './document-options.ts';
import type { Option } from './option.ts';

const kinds: Readonly<Record<Option['kind'], string>> = {
  key: 'property',
  value: 'constant',
  effect: 'keyword',
  variable: 'variable',
  function: 'function',
};

/** Offers what the language knows at the cursor; unasked only where something has been begun. */
export function policyCompletion(
  declarations: Declarations,
  words: Dictionary['policyLanguage'],
): CompletionSource {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const text = state.doc.toString();
    const { from, options } = documentOptions(text, pos, { declarations, words });
    const isBegun = pos > from || /[.:"[{(=]\s?$/.test(text.slice(Math.max(0, pos - 2), pos));
    if (options.length === 0 || !(explicit || isBegun)) return null;
    return { from, options: options.map(completionOf), validFor: /^[\w.-]*$/ };
  };
}

function completionOf({ label, kind, detail, about, insert }: Option): Completion {
  return {
    label,
    type: kinds[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(about === undefined ? {} : { info: about }),
    ...(insert === undefined ? {} : { apply: inserting(insert) }),
  };
}

/** Writes it and offers what can follow. */
function inserting(insert: string) {
  return (view: EditorView, _: Completion, ...range: readonly [number, number]) => {
    const [from, to] = range;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input.complete',
    });
    startCompletion(view);
  };
}
