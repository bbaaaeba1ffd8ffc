import { useState } from 'react';
import { useSession } from '../../../app/session.ts';
import { type Draft, dropDraft, dropDraftsOfOthers, keepDraft, keptDraft } from './kept-draft.ts';

interface Saved {
  readonly document: string;
  readonly number: number;
}

export interface Editing {
  /** As it is being written; the saved one where nothing has changed. */
  readonly document: string;
  readonly isDirty: boolean;
  /** The newest version that its author has seen. */
  readonly after: number;
  /** Whether the changes were made before the page was loaded. */
  readonly isBroughtBack: boolean;
  readonly change: (document: string) => void;
  readonly discard: () => void;
  /** Goes on above a version that somebody else has saved meanwhile. */
  readonly acceptNewer: () => void;
}

/** What somebody is writing and has not saved; it outlives a reload and the end of a session. */
export function useDraft(what: string, saved: Saved): Editing {
  const { user } = useSession();
  const place = { userId: user.id, what };
  const [{ draft, isBroughtBack }, setState] = useState(() => {
    dropDraftsOfOthers(user.id);
    const kept = keptDraft(place);
    return { draft: kept, isBroughtBack: kept !== undefined };
  });
  const isDirty = draft !== undefined && draft.document !== saved.document;
  const write = (next: Draft) => {
    keepDraft(place, next);
    setState((former) => ({ ...former, draft: next }));
  };
  const discard = () => {
    dropDraft(place);
    setState({ draft: undefined, isBroughtBack: false });
  };
  const after = isDirty ? draft.after : saved.number;
  return {
    document: draft?.document ?? saved.document,
    isDirty,
    after,
    isBroughtBack: isBroughtBack && isDirty,
    change: (document) => (document === saved.document ? discard() : write({ document, after })),
    discard,
    acceptNewer: () => {
      if (draft !== undefined) write({ ...draft, after: saved.number });
    },
  };
}
