import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// Colours are variables of the page, so the editor follows light and dark without being made anew.
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)', fontWeight: '550' },
  { tag: tags.definition(tags.propertyName), color: 'var(--code-key)', fontWeight: '550' },
  { tag: [tags.string, tags.content], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.keyword, tags.meta], color: 'var(--code-word)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: 'var(--code-mark)',
  },
]);

const look = EditorView.theme({
  '&': {
    fontSize: '0.8125rem',
    backgroundColor: 'var(--ground-raised)',
    color: 'var(--mantine-color-text)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.65' },
  '.cm-content, .cm-gutters': { minHeight: '260px' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--ground-sunken)',
    color: 'var(--code-comment)',
    border: 'none',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--code-line)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--mantine-color-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--code-selection)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--code-selection)',
    outline: 'none',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--ground-raised)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--mantine-radius-sm)',
    boxShadow: 'var(--mantine-shadow-md)',
    fontSize: '0.8125rem',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: '#fff',
  },
  '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
  'li[aria-selected] .cm-completionDetail': { color: '#fff' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 12px', maxWidth: '300px', lineHeight: '1.5' },
  '.cm-diagnostic': { padding: '8px 12px', borderLeftWidth: '3px', lineHeight: '1.5' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: '#fff',
    borderRadius: '4px',
    padding: '3px 8px',
    cursor: 'pointer',
  },
  '.cm-lintRange-error': {
    textDecoration: 'underline wavy var(--code-error)',
    textUnderlineOffset: '3px',
    backgroundImage: 'none',
  },
  '.cm-lintRange-warning': {
    textDecoration: 'underline wavy var(--code-warning)',
    textUnderlineOffset: '3px',
    backgroundImage: 'none',
  },
  '.cm-variable': { padding: '6px 10px' },
  '.cm-variable code': { fontWeight: '600' },
  '.cm-cel-string, .cm-cel-string *': { color: 'var(--code-string)' },
  '.cm-cel-number, .cm-cel-number *': { color: 'var(--code-number)' },
  '.cm-cel-word, .cm-cel-word *': { color: 'var(--code-word)' },
  '.cm-cel-name, .cm-cel-name *': { color: 'var(--mantine-color-text)' },
  '.cm-cel-function, .cm-cel-function *': { color: 'var(--code-function)' },
  '.cm-cel-operator, .cm-cel-operator *': { color: 'var(--code-mark)' },
  '.cm-cel-comment, .cm-cel-comment *': { color: 'var(--code-comment)' },
  '.cm-panels': { backgroundColor: 'var(--ground-sunken)', color: 'var(--mantine-color-text)' },
  '.cm-mergeView .cm-changedLine': { backgroundColor: 'var(--code-line)' },
});

export const editorTheme: Extension = [look, syntaxHighlighting(colours)];
