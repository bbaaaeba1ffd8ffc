import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { PolicyVersionView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { readingExtensions } from '../editor/create-editor.ts';
import classes from '../editor/PolicyEditor.module.css';
import versionClasses from './Versions.module.css';

interface VersionDiffProps {
  readonly shown: PolicyVersionView;
  /** Undefined shows the version alone. */
  readonly other: PolicyVersionView | undefined;
}

/** Two versions side by side, one below the other where the window is narrow. Loaded on demand with the editor. */
export function VersionDiff({ shown, other }: VersionDiffProps) {
  const text = useText().policies;
  const holder = useRef<HTMLDivElement>(null);
  const isWide = useMediaQuery('(min-width: 70em)', true, { getInitialValueInEffect: false });
  useEffect(() => {
    if (holder.current === null) return;
    const parent = holder.current;
    const label = ({ number }: PolicyVersionView) => reading(text.versionNumber(number));
    if (other === undefined) return mounted(parent, shown.document, label(shown));
    if (!isWide) {
      const merge = unifiedMergeView({
        original: other.document,
        ...comparing,
        mergeControls: false,
      });
      return mounted(parent, shown.document, [label(shown), merge]);
    }
    const view = new MergeView({
      a: { doc: other.document, extensions: label(other) },
      b: { doc: shown.document, extensions: label(shown) },
      ...comparing,
      parent,
    });
    return () => view.destroy();
  }, [shown, other, isWide, text]);
  return (
    <div className={`${classes['frame']} ${versionClasses['diff']}`}>
      {other !== undefined && isWide && (
        <div className={versionClasses['heads']}>
          <span>{text.versionNumber(other.number)}</span>
          <span>{text.versionNumber(shown.number)}</span>
        </div>
      )}
      <div ref={holder} />
    </div>
  );
}

const comparing = {
  highlightChanges: true,
  gutter: true,
  collapseUnchanged: { margin: 4, minSize: 8 },
};

function reading(label: string): Extension {
  return [readingExtensions(label), EditorState.readOnly.of(true), EditorView.editable.of(false)];
}

function mounted(parent: HTMLElement, doc: string, extensions: Extension): () => void {
  const view = new EditorView({ doc, extensions, parent });
  return () => view.destroy();
}
