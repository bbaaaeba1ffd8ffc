import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import {
  type Declarations,
  parsePolicies,
} from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { styleNonce } from '../../../app/style-nonce.ts';
import { conditionColours } from './condition-colours.ts';
import { editorTheme } from './editor-theme.ts';
import { policyCompletion } from './policy-completion.ts';
import { diagnosticsOf } from './policy-lint.ts';
import { variableHover } from './variable-hover.ts';

/** How long the compiler waits after the last key. */
const lintDelayMs = 250;

export interface EditorOptions {
  readonly declarations: Declarations;
  readonly words: Dictionary;
  readonly isReadOnly: boolean;
  /** The editor's accessible name, and the id of the element that tells how to leave it. */
  readonly label: string;
  readonly hintId: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/** What every view of a policy's text looks like, editable or not. */
export function readingExtensions(label: string): Extension {
  return [
    EditorView.cspNonce.of(styleNonce()),
    lineNumbers(),
    yaml(),
    conditionColours,
    editorTheme,
    EditorView.lineWrapping,
    // What scrolls can be reached by keyboard, also where it cannot be edited.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}

export function editorExtensions(options: EditorOptions): Extension {
  const { declarations, words } = options;
  const reading = readingExtensions(options.label);
  if (options.isReadOnly) {
    return [reading, EditorState.readOnly.of(true), EditorView.editable.of(false)];
  }
  return [
    reading,
    EditorView.contentAttributes.of({ 'aria-describedby': options.hintId }),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    autocompletion({
      override: [policyCompletion(declarations, words.policyLanguage)],
      icons: false,
    }),
    lintGutter(),
    linter(({ state }) => lint(state, options), { delay: lintDelayMs }),
    variableHover(declarations),
    EditorState.phrases.of(words.policyEditor.phrases),
    keymap.of([
      { key: 'Mod-s', run: () => saving(options), preventDefault: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      // Escape and then Tab leaves the editor: the hint below it says so.
      indentWithTab,
    ]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) options.onChange(state.doc.toString());
    }),
  ];
}

function saving({ onSave }: EditorOptions): boolean {
  onSave();
  return true;
}

function lint({ doc }: EditorState, { declarations, words }: EditorOptions) {
  const { problems } = parsePolicies(doc.toString(), declarations);
  return diagnosticsOf(problems, doc.length, words.policyEditor.replaceWith);
}

/** Puts another text in place with the smallest change, so that the cursor and what can be undone stay. */
export function replaceText(view: EditorView, text: string): void {
  const now = view.state.doc.toString();
  if (now === text) return;
  let from = 0;
  const shorter = Math.min(now.length, text.length);
  while (from < shorter && now[from] === text[from]) from += 1;
  let kept = 0;
  while (kept < shorter - from && now.at(-1 - kept) === text.at(-1 - kept)) kept += 1;
  view.dispatch({
    changes: { from, to: now.length - kept, insert: text.slice(from, text.length - kept) },
  });
}
