import { useCallback, useRef, useState } from 'react';
import { type ApiError, asApiError } from './api-error.ts';

interface SubmissionState {
  readonly isPending: boolean;
  readonly error: ApiError | undefined;
}

const idle: SubmissionState = { isPending: false, error: undefined };

export interface Submission extends SubmissionState {
  /** Runs the work unless an earlier one is under way; a failure lands in `error`. */
  run(work: () => Promise<void>): void;
  clear(): void;
}

/**
 * A change that a person asked for. It deliberately keeps neither what was sent nor what came back: both may hold
 * a key.
 */
export function useSubmission(): Submission {
  const [state, setState] = useState(idle);
  const isRunning = useRef(false);

  const run = useCallback((work: () => Promise<void>) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ isPending: true, error: undefined });
    work()
      .then(
        () => setState(idle),
        (thrown: unknown) => setState({ isPending: false, error: asApiError(thrown) }),
      )
      .finally(() => {
        isRunning.current = false;
      });
  }, []);
  const clear = useCallback(() => setState(idle), []);
  return { ...state, run, clear };
}
