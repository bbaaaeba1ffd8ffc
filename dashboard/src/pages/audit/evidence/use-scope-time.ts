import type { ErasureView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';

type ScopeTime = Pick<ErasureView, 'from' | 'to'>;

/** Of which time, in words. */
export function useScopeTime(): (scope: ScopeTime) => string {
  const text = useText().audit.erasures;
  const { moment } = useFormats();
  return ({ from, to }) => {
    if (from !== null && to !== null) return text.between(moment(from), moment(to));
    if (from !== null) return text.since(moment(from));
    return to === null ? text.allTime : text.before(moment(to));
  };
}
