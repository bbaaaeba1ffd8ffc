import type { ErasureView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { momentOf } from '../jakarta-time.ts';
import type { TypedTimes } from './TimeFields.tsx';

/** What somebody wants to erase, as they fill it in. */
export interface ErasureDraft {
  readonly whose: 'one' | 'everybody';
  readonly subject: string | undefined;
  /** Of one person or key: only a time of it. */
  readonly isTimed: boolean;
  readonly times: TypedTimes;
  readonly basis: ErasureView['basis'];
  readonly forgetsPerson: boolean;
}

/** As the endpoints take it. */
export interface ErasureScope {
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

export const emptyDraft: ErasureDraft = {
  whose: 'one',
  subject: undefined,
  isTimed: false,
  times: { from: '', to: '' },
  basis: 'request',
  forgetsPerson: false,
};

export type DraftComplaint = 'chooseActor' | 'chooseTime' | 'endsEarlier';

/** What is missing or wrong; undefined for a whole one. */
export function complaintOf(draft: ErasureDraft): DraftComplaint | undefined {
  const { from, to } = timesOf(draft);
  if (draft.whose === 'one' && draft.subject === undefined) return 'chooseActor';
  const needsTime = draft.whose === 'everybody' || draft.isTimed;
  if (needsTime && from === undefined && to === undefined) return 'chooseTime';
  return from !== undefined && to !== undefined && from >= to ? 'endsEarlier' : undefined;
}

export function scopeOf(draft: ErasureDraft): ErasureScope {
  return {
    ...(draft.whose === 'one' && draft.subject !== undefined ? { subject: draft.subject } : {}),
    ...timesOf(draft),
  };
}

/** Both in UTC with milliseconds, so that they compare as text. */
function timesOf({ whose, isTimed, times }: ErasureDraft): Pick<ErasureScope, 'from' | 'to'> {
  if (whose === 'one' && !isTimed) return {};
  const [from, to] = [momentOf(times.from), momentOf(times.to)];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
