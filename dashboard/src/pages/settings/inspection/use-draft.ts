import { useState } from 'react';
import { type Submission, useSubmission } from '../../../api/use-submission.ts';

interface Draft {
  readonly value: string;
  readonly isChanged: boolean;
  readonly isSaved: boolean;
  readonly saving: Submission;
  set(value: string): void;
  /** What was typed is now what is stored. */
  settle(): void;
  save(store: (value: string) => Promise<void>): void;
}

/** A text that is stored once it is saved. */
export function useDraft(stored: string): Draft {
  const saving = useSubmission();
  const [typed, setTyped] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  const value = typed ?? stored;
  const settle = () => {
    setTyped(undefined);
    setIsSaved(true);
  };
  return {
    value,
    isChanged: value !== stored,
    isSaved,
    saving,
    set: (next) => {
      setIsSaved(false);
      saving.clear();
      setTyped(next);
    },
    save: (store) =>
      saving.run(async () => {
        await store(value);
        settle();
      }),
    settle,
  };
}
