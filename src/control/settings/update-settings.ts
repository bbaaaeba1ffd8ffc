import type { SettingsView } from '../../contract/schemas.ts';
import type { TenantSettings } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { settingsView } from './read-settings.ts';

export interface UpdateSettings {
  readonly by: Caller;
  readonly settings: TenantSettings;
}

/** Every node's gateway follows at once: a fallback that was forbidden serves no request that begins afterwards. */
export function updateSettings(
  { by, settings }: UpdateSettings,
  use: Control,
): Promise<SettingsView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const { credentialFallback: old } = await tx.settings.read();
    const { credentialFallback } = settings;
    if (credentialFallback !== old) {
      await tx.settings.write(settings);
      tx.audit({
        type: 'settings.changed',
        ...signedBy(by),
        changes: [{ field: 'credential_fallback', old, new: credentialFallback }],
      });
    }
    return settingsView(settings);
  });
}
