import { useQueryClient } from '@tanstack/react-query';
import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';

/** Changes some of the organisation's settings; the others stay. */
export function useStoreSettings(): (change: Partial<SettingsView>) => Promise<void> {
  const queryClient = useQueryClient();
  return async (change) => {
    const saved = await call('settings.update', { body: change });
    queryClient.setQueryData(queries.settings().queryKey, saved);
    await queryClient.invalidateQueries({ queryKey: ['audit'] });
  };
}
