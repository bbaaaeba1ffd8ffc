import type { RevealView } from '../../../contract/audit-content-endpoints.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { isId } from '../../../domain/ids.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { revealView, usableMs } from './reveal-view.ts';

export interface ListReveals {
  readonly by: Caller;
  readonly state: RevealView['state'] | undefined;
  /** The id of the last one of the page ahead; undefined starts at the newest. */
  readonly before: string | undefined;
  readonly limit: number;
}

export interface RevealPage {
  readonly reveals: RevealView[];
  /** Where the next page begins; null on the last page. */
  readonly next_before: string | null;
  /** How many wait for a second person. */
  readonly waiting: number;
}

/** Who asked to see content, newest first. @throws MonagoError `invalid_input` */
export function listReveals(
  { by, state, before, limit }: ListReveals,
  use: Control,
): Promise<RevealPage> {
  if (before !== undefined && !isId('rvl', before)) {
    throw new MonagoError('invalid_input', { param: 'before', message: 'This is no request.' });
  }
  const now = use.clock.now();
  const expiredBefore = now - usableMs;
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    // One row more than asked for says whether there is another page.
    const found = await tx.reveals.list({ state, before, expiredBefore, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      reveals: page.map((reveal) => revealView(reveal, now)),
      next_before: found.length > limit ? (page.at(-1)?.id ?? null) : null,
      waiting: await tx.reveals.countRequested(),
    };
  });
}
