import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { Text } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { Problem } from '../../../../../src/domain/policy/document/problem.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { editorExtensions, replaceText } from './create-editor.ts';
import classes from './PolicyEditor.module.css';
import { ProblemList } from './ProblemList.tsx';

interface PolicyEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Ctrl+S or Cmd+S. */
  readonly onSave: () => void;
  readonly declarations: Declarations;
  /** What the compiler finds in the value. */
  readonly problems: readonly Problem[];
  readonly isReadOnly: boolean;
}

/** A policy as YAML. Loaded on demand: the editor is larger than the rest of the page. */
export function PolicyEditor(props: PolicyEditorProps) {
  const words = useText();
  const hintId = useId();
  const holder = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const { value, declarations, isReadOnly } = props;

  useEffect(() => {
    if (holder.current === null) return;
    const extensions = editorExtensions({
      declarations,
      words,
      isReadOnly,
      label: words.policyEditor.label,
      hintId,
      onChange: (text) => latest.current.onChange(text),
      onSave: () => latest.current.onSave(),
    });
    const state = EditorState.create({ doc: latest.current.value, extensions });
    const created = new EditorView({ state, parent: holder.current });
    view.current = created;
    return () => created.destroy();
  }, [declarations, words, isReadOnly, hintId]);

  useEffect(() => {
    if (view.current !== undefined) replaceText(view.current, value);
  }, [value]);

  return (
    <div>
      <div className={classes['frame']}>
        <div ref={holder} className={classes['code']} />
        <ProblemList
          problems={props.problems}
          onGo={(problem) => goTo(view.current, problem)}
          onFix={isReadOnly ? undefined : (problem) => applyFix(view.current, problem)}
        />
      </div>
      {!isReadOnly && (
        <Text id={hintId} size="xs" c="dimmed" mt={6}>
          {words.policyEditor.hint}
        </Text>
      )}
    </div>
  );
}

function goTo(view: EditorView | undefined, { start, end }: Problem): void {
  if (view === undefined) return;
  const last = view.state.doc.length;
  const selection = { anchor: Math.min(start, last), head: Math.min(end, last) };
  view.dispatch({ selection, scrollIntoView: true });
  view.focus();
}

function applyFix(view: EditorView | undefined, { start, end, replacement }: Problem): void {
  if (view === undefined || replacement === undefined) return;
  view.dispatch({ changes: { from: start, to: end, insert: replacement }, userEvent: 'input.fix' });
  view.focus();
}
