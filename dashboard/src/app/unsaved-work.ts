import { createContext, useContext, useEffect, useRef } from 'react';

/** How to give up each piece of work that is not saved. */
export type UnsavedWork = Set<() => void>;

export const UnsavedWorkContext = createContext<UnsavedWork>(new Set());

/** Says that signing out would lose something. @param giveUp forgets it for good */
export function useUnsavedWork(isDirty: boolean, giveUp: () => void): void {
  const work = useContext(UnsavedWorkContext);
  const latest = useRef(giveUp);
  latest.current = giveUp;
  useEffect(() => {
    if (!isDirty) return;
    const forget = () => latest.current();
    work.add(forget);
    return () => {
      work.delete(forget);
    };
  }, [work, isDirty]);
}
