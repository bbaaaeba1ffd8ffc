import { z } from 'zod';
import { withoutKey } from '../../../../../src/contract/text.ts';

/** A policy as somebody has changed it, not saved yet. */
export interface Draft {
  readonly document: string;
  /** The newest version that its author has seen; 0 for a policy that is not stored yet. */
  readonly after: number;
}

/** Whose draft, and of what: a policy's id, or `new/` and the template. */
export interface DraftPlace {
  readonly userId: string;
  readonly what: string;
}

const prefix = 'monago.draft/';
const draftSchema = z.object({ document: z.string(), after: z.int().nonnegative() });
const [isWithoutKey] = withoutKey;

/**
 * Keeps a draft in this tab, where a reload and the end of a session leave it. It goes with the tab. What looks like a key
 * is never kept: it would outlive the page.
 */
export function keepDraft(place: DraftPlace, draft: Draft, storage = sessionStorage): void {
  try {
    if (isWithoutKey(draft.document)) storage.setItem(nameOf(place), JSON.stringify(draft));
    else dropDraft(place, storage);
  } catch {
    // A full or forbidden storage costs only what is kept for the case of a reload.
  }
}

export function keptDraft(place: DraftPlace, storage = sessionStorage): Draft | undefined {
  try {
    const found = draftSchema.safeParse(JSON.parse(storage.getItem(nameOf(place)) ?? 'null'));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(place: DraftPlace, storage = sessionStorage): void {
  storage.removeItem(nameOf(place));
}

/** Whoever signs in after somebody else in the same tab gets none of their drafts, and leaves none behind. */
export function dropDraftsOfOthers(userId: string, storage = sessionStorage): void {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  for (const name of names) {
    const isOfOther = name.startsWith(prefix) && !name.startsWith(`${prefix}${userId}/`);
    if (isOfOther) storage.removeItem(name);
  }
}

function nameOf({ userId, what }: DraftPlace): string {
  return `${prefix}${userId}/${what}`;
}
