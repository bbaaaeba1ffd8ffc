import { useQueryClient } from '@tanstack/react-query';
import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { call } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';

/** Changes some of how texts are inspected; the rest stays. */
export function useStoreInspection(): (change: Partial<InspectionView>) => Promise<void> {
  const queryClient = useQueryClient();
  return async (change) => {
    const saved = await call('inspection.update', { body: change });
    queryClient.setQueryData(queries.inspection().queryKey, saved);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
      // Names of lists and patterns are what policies may refer to.
      queryClient.invalidateQueries({ queryKey: queries.declarations().queryKey }),
    ]);
  };
}
